import { dirname, join } from "node:path";
import type { FileTree } from "./file-tree.ts";
import { readElf, type Elf } from "./read-elf.ts";

export interface MissingLibrary {
  readonly library: string;
  readonly neededBy: string;
}

export interface MissingVersion {
  readonly library: string;
  readonly version: string;
  readonly highest: string | undefined;
  readonly neededBy: string;
}

export interface LibraryReport {
  readonly missing: readonly MissingLibrary[];
  readonly versions: readonly MissingVersion[];
  readonly unresolvedSymbols: readonly string[];
}

interface Loaded {
  readonly path: string;
  readonly elf: Elf;
}

/** Resolves an executable's libraries as the loader would (ld.so(8)), and says what it would not find. */
export async function findLibraries(
  files: FileTree,
  executable: { readonly path: string; readonly elf: Elf },
  libraryPath: string,
): Promise<LibraryReport> {
  const folders = await defaultFolders(files, executable.elf);
  const loaded = new Map<string, Loaded>();
  const missing: MissingLibrary[] = [];
  const queue: Loaded[] = [executable];
  for (let current = queue.shift(); current !== undefined; current = queue.shift()) {
    for (const library of current.elf.needed) {
      if (loaded.has(library) || missing.some((gap) => gap.library === library)) continue;
      const places = [...libraryPath.split(":"), ...origins(current), ...origins(executable), ...folders];
      const found = await findOne(files, { library, places: places.filter(Boolean), elf: executable.elf });
      if (found === undefined) missing.push({ library, neededBy: current.path });
      else {
        loaded.set(library, found);
        queue.push(found);
      }
    }
  }
  const all = [executable, ...loaded.values()];
  return {
    missing,
    versions: all.flatMap((user) => missingVersions(user, loaded)),
    unresolvedSymbols: missing.length > 0 || loaded.size === 0 ? [] : unresolved(executable.elf, loaded),
  };
}

function origins({ path, elf }: Loaded): string[] {
  return elf.runPaths.map((place) => place.replaceAll(/\$(?:ORIGIN|\{ORIGIN\})/g, dirname(path)));
}

async function findOne(
  files: FileTree,
  { library, places, elf }: { library: string; places: string[]; elf: Elf },
): Promise<Loaded | undefined> {
  const candidates = library.includes("/") ? [library] : places.map((place) => join(place, library));
  for (const path of new Set(candidates)) {
    const bytes = await files.read(path);
    const found = bytes === undefined ? undefined : readElf(bytes);
    if (found !== undefined && found.machine === elf.machine && found.bits === elf.bits) return { path, elf: found };
  }
  return undefined;
}

async function defaultFolders(files: FileTree, elf: Elf): Promise<string[]> {
  const triplet = { "x86-64": "x86_64-linux-gnu", aarch64: "aarch64-linux-gnu", x86: "i386-linux-gnu" }[elf.machine];
  const listed: string[] = [];
  const names = (await files.list("/etc/ld.so.conf.d")).map((name) => `/etc/ld.so.conf.d/${name}`);
  for (const path of ["/etc/ld.so.conf", ...names]) {
    const text = (await files.read(path, 65_536))?.toString() ?? "";
    listed.push(...text.split("\n").filter((line) => line.startsWith("/")));
  }
  const own = triplet === undefined ? [] : [`/lib/${triplet}`, `/usr/lib/${triplet}`, `/usr/local/lib/${triplet}`];
  return [...listed.map((line) => line.trim()), ...own, "/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib"];
}

function missingVersions(user: Loaded, loaded: ReadonlyMap<string, Loaded>): MissingVersion[] {
  return user.elf.versionNeeds.flatMap(({ library, version }) => {
    const provider = loaded.get(library);
    if (provider === undefined || provider.elf.versionsDefined.length === 0) return [];
    if (provider.elf.versionsDefined.includes(version)) return [];
    const family = version.split("_")[0] ?? "";
    const highest = provider.elf.versionsDefined
      .filter((name) => name.startsWith(family) && /\d$/.test(name))
      .sort((a, b) => a.localeCompare(b, undefined, { numeric: true }))
      .at(-1);
    return [{ library, version, highest, neededBy: user.path }];
  });
}

const SUPPLIED_LATER = /^(_ITM_|__gmon_start__|__cxa_finalize|_Jv_)/;

function unresolved(executable: Elf, loaded: ReadonlyMap<string, Loaded>): string[] {
  const defined = new Set([...loaded.values()].flatMap(({ elf }) => elf.definedSymbols));
  return executable.undefinedSymbols.filter((name) => !defined.has(name) && !SUPPLIED_LATER.test(name));
}
