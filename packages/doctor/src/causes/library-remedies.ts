import { dirname, join } from "node:path";
import { detail, type Remedy, type Seen } from "./cause.ts";

/** The library may lie somewhere that the loader does not look: beside the program, or below /opt. */
export async function libraryRemedies(seen: Seen, library: string): Promise<Remedy[]> {
  if (library === "") return [];
  const path = detail(seen, "path", "elf.missing-library") || (seen.subject.argv[0] ?? "");
  const home = path.startsWith("/") ? dirname(path) : seen.subject.cwd;
  const below = (await seen.files.list("/opt")).flatMap((name) => [`/opt/${name}`, `/opt/${name}/lib`]);
  const inHome = (await seen.files.list(home)).map((name) => join(home, name));
  const beside = [
    home,
    join(home, "lib"),
    join(home, "libs"),
    join(home, "../lib"),
    seen.subject.cwd,
    join(seen.subject.cwd, "lib"),
    ...inHome,
  ];
  for (const folder of new Set([...beside, ...below, "/usr/local/lib64"])) {
    if ((await seen.files.stat(join(folder, library)))?.kind !== "file") continue;
    const known = seen.subject.environment["LD_LIBRARY_PATH"];
    const value = known === undefined || known === "" ? folder : `${folder}:${known}`;
    return [{ changes: [{ kind: "set-variable", name: "LD_LIBRARY_PATH", value }] }];
  }
  return [];
}

const LOADERS = [
  "/lib64/ld-linux-x86-64.so.2",
  "/lib/ld-linux-aarch64.so.1",
  "/lib/ld-musl-x86_64.so.1",
  "/lib/ld-musl-aarch64.so.1",
];

/** The program may run with a loader that is there: then only the path in it was wrong. */
export async function loaderRemedies(seen: Seen): Promise<Remedy[]> {
  const path = detail(seen, "path", "elf.missing-loader");
  const remedies: Remedy[] = [];
  for (const loader of LOADERS) {
    const bytes = await seen.files.read(loader);
    const wanted = detail(seen, "loader", "elf.missing-loader");
    if (bytes !== undefined && path !== "")
      remedies.push({ changes: [{ kind: "write-file", path: wanted, content: bytes, mode: 0o755 }] });
  }
  return remedies;
}
