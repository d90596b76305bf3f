import { execFile } from "node:child_process";
import { copyFile, mkdir, realpath, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

// Not needed at run time, and half of the size.
const LEFT_OUT = /^\/usr\/share\/(doc|man|info|locale|lintian|bug|i18n)\//;
// Of the required packages some are neither essential nor needed by one; the faults use them.
const WANTED_BESIDES = ["libstdc++6", "mount"];
const MASTERS = {
  "etc/passwd": "/usr/share/base-passwd/passwd.master",
  "etc/group": "/usr/share/base-passwd/group.master",
} as const;

/**
 * Lays out a small Debian in a folder, from the packages that this machine has installed: the essential ones and what they
 * depend on. Nothing is downloaded. Throws where there is no dpkg.
 */
export async function layOutDebian(folder: string): Promise<void> {
  const names = await closure();
  const { stdout } = await run("dpkg", ["-L", ...names], { maxBuffer: 64e6 });
  const paths = new Set<string>();
  for (const line of stdout.split("\n")) {
    if (line.startsWith("/") && line !== "/." && !LEFT_OUT.test(line)) paths.add(await realPlace(line));
  }
  await mkdir(folder, { recursive: true });
  const list = join(folder, ".paths");
  await writeFile(list, ["bin", "sbin", "lib", "lib64", ...[...paths].map((path) => path.slice(1))].join("\0"));
  const copy =
    'tar -C / --no-recursion --null --ignore-failed-read -cf - -T "$1/.paths" 2>/dev/null | tar -C "$1" -xpf - && rm "$1/.paths"';
  await run("sh", ["-c", copy, "sh", folder]);
  for (const [target, master] of Object.entries(MASTERS)) await copyFile(master, join(folder, target));
  await writeFile(join(folder, "etc/nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
  for (const name of ["proc", "sys", "dev", "run", "tmp", "var/tmp", "var/cache", "var/lib", "root", "mnt"])
    await mkdir(join(folder, name), { recursive: true });
}

/** Packages list `/bin/sh` where `/bin` is a link to `/usr/bin`: the file stands where the links lead. */
async function realPlace(path: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => dirname(path));
  return join(folder, basename(path));
}

/** The names of the essential packages and of all that they need. */
async function closure(): Promise<string[]> {
  const format = "${Package}\\t${Essential}\\t${Pre-Depends}, ${Depends}\\n";
  const { stdout } = await run("dpkg-query", ["-W", "-f", format], { maxBuffer: 64e6 });
  const rows = stdout
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));
  const needs = new Map(rows.map(([name = "", , depends = ""]) => [name, namesIn(depends)]));
  const found = new Set<string>();
  const open = [...rows.filter(([, essential]) => essential === "yes").map(([name = ""]) => name), ...WANTED_BESIDES];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name) || !needs.has(name)) continue;
    found.add(name);
    open.push(...(needs.get(name) ?? []));
  }
  return [...found];
}

/** `libc6 (>= 2.36), debconf | debconf-2.0` names three packages. */
function namesIn(depends: string): string[] {
  return depends.split(/[,|]/).flatMap((part) => /^\s*([a-z0-9][a-z0-9+.-]+)/.exec(part)?.[1] ?? []);
}
