// `npm run build`: compiles all packages. A build note that outlives its output would make the compiler skip work it must do.
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { mustRun, root } from "./tools.js";

for (const name of readdirSync(join(root, "packages"))) {
  const dist = join(root, "packages", name, "dist");
  if (
    existsSync(join(dist, ".tsbuildinfo")) &&
    !existsSync(join(dist, "index.js")) &&
    !existsSync(join(dist, "main.js"))
  ) {
    rmSync(dist, { recursive: true });
  }
}
mustRun("tsc", ["-b"]);
