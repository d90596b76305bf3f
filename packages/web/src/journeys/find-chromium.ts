import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"] as const;
const find = (): string | undefined =>
  [process.env.RECON_CHROMIUM, ...places].find((path) => path !== undefined && existsSync(path));

/** A browser for the journeys: the one that is there, or Debian's where we may install it. */
export function findChromium(): string | undefined {
  const found = find();
  if (found !== undefined || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return found;
  const run = (...args: readonly string[]) =>
    spawnSync("apt-get", args, { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" }, stdio: "ignore" });
  run("update", "-qq");
  run("install", "-y", "-qq", "--no-install-recommends", "chromium");
  return find();
}
