// Shared by the scripts that must run before anything is installed: plain JavaScript, Node's own modules only.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const bin = join(root, "node_modules", ".bin");

/** Environment in which `node` is the one the project brings along. */
export const environment = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };

/** Runs a command and ends this process with its exit code when it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    env: environment,
    shell: process.platform === "win32",
    ...options,
  });
  if (result.error) {
    console.error(`${command} could not be started: ${result.error.message}`);
    process.exit(70);
  }
  return result;
}

export function mustRun(command, args, options) {
  const { status, signal } = run(command, args, options);
  if (status !== 0) process.exit(status ?? (signal ? 128 : 70));
}

/** Installs what the lock file names, when it is not there or older than the lock file. */
export function install() {
  const installed = join(root, "node_modules", ".package-lock.json");
  const lock = join(root, "package-lock.json");
  const current = existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
  // An older Node leaves out optional binaries that only the one the project brings along can load: that one, first in PATH by now, adds them.
  if (!current) {
    mustRun("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    mustRun("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
  }
}

export function build() {
  mustRun("node", [join(root, "scripts", "build.js")]);
}
