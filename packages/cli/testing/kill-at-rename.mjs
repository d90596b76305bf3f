// Loaded before the program: kills it with SIGKILL just before or after its n-th change of a folder's name or existence (`kill-at-rename.mjs?before:2`).
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const [when, count] = new URL(import.meta.url).search.slice(1).split(":");
let calls = 0;
for (const name of ["renameSync", "rmSync"]) {
  const real = fs[name];
  fs[name] = (...args) => {
    const isLast = ++calls === Number(count);
    if (isLast && when === "before") process.kill(process.pid, "SIGKILL");
    const result = real(...args);
    if (isLast) process.kill(process.pid, "SIGKILL");
    return result;
  };
}
syncBuiltinESMExports();
