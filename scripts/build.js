// `npm run build`: compiles all packages and builds the web application. A build note that outlives its output would make the compiler skip work it must do.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
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
buildWeb();
writeFileSync(identity, `${JSON.stringify({ buildHash: hashProgram() })}\n`);

/** The web application takes seconds: it is built again only when one of its sources, or what it is built with, is newer. */
function buildWeb() {
  const page = join(root, "packages", "web", "dist", "index.html");
  const inputs = ["packages/web", "packages/api/src", "packages/core/src", "package-lock.json"].map((path) =>
    join(root, path),
  );
  if (existsSync(page) && inputs.every((input) => newest(input) < statSync(page).mtimeMs)) return;
  mustRun("vite", ["build", "packages/web", "--logLevel", "warn"]);
  compressWeb();
}

function newest(path) {
  if (!statSync(path).isDirectory()) return statSync(path).mtimeMs;
  const names = readdirSync(path).filter(
    (name) => !["dist", "node_modules"].includes(name) && !name.endsWith(".tsbuildinfo"),
  );
  return Math.max(0, ...names.map((name) => newest(join(path, name))));
}

/** Beside each file that gains by it, one that the server can send as it is. */
function compressWeb() {
  const dist = join(root, "packages", "web", "dist");
  for (const file of readdirSync(dist, { recursive: true }).map(String)) {
    if (!/\.(js|css|svg)$/.test(file)) continue;
    writeFileSync(join(dist, `${file}.gz`), gzipSync(readFileSync(join(dist, file)), { level: 9 }));
  }
}

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
