// `npm run build`: compiles all packages. A build note that outlives its output would make the compiler skip work it must do.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mustRun, root } from "./tools.js";

const packages = readdirSync(join(root, "packages"));
const identity = join(root, "packages", "server", "dist", "build.json");

for (const name of packages) {
  const dist = join(root, "packages", name, "dist");
  if (
    existsSync(join(dist, ".tsbuildinfo")) &&
    !existsSync(join(dist, "index.js")) &&
    !existsSync(join(dist, "main.js"))
  ) {
    rmSync(dist, { recursive: true });
  }
}
// Written last: a server without it knows that its build was not finished.
rmSync(identity, { force: true });
mustRun("tsc", ["-b"]);
writeFileSync(identity, `${JSON.stringify({ buildHash: hashProgram() })}\n`);

/** sha256 over name and content of every file that can run. */
function hashProgram() {
  const hash = createHash("sha256");
  for (const name of packages) {
    for (const part of ["bin", "dist"]) {
      const folder = join(root, "packages", name, part);
      if (!existsSync(folder)) continue;
      const files = readdirSync(folder, { recursive: true })
        .map(String)
        .filter((file) => file.endsWith(".js"));
      for (const file of files.sort((a, b) => (a < b ? -1 : 1)))
        hash.update(`${name}/${part}/${file}\0`).update(readFileSync(join(folder, file)));
    }
  }
  return hash.digest("hex");
}
