import { glob, readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { ReconError } from "@recon/core";
import { folderFault, readFault } from "./read-fault.ts";

/**
 * The files that a plan's patterns name, as absolute paths: pattern by pattern, a glob's files sorted by code point.
 * A pattern that is the name of a file is that file, even where it reads like a glob (`report[1].csv`).
 * Throws `INPUT_MISSING`, `INPUT_IS_FOLDER`, `INPUT_UNREADABLE`, and `USAGE` when two patterns name the same file.
 */
export async function resolveFiles(patterns: readonly string[], baseDir: string): Promise<string[]> {
  const base = resolve(baseDir);
  const files: string[] = [];
  const patternOf = new Map<string, string>();
  for (const pattern of patterns) {
    for (const path of await resolvePattern(pattern, base)) {
      const file = await realpath(path);
      const earlier = patternOf.get(file);
      if (earlier !== undefined) throw twiceFault(path, earlier, pattern);
      patternOf.set(file, pattern);
      files.push(path);
    }
  }
  return files;
}

async function resolvePattern(pattern: string, base: string): Promise<string[]> {
  const literal = resolve(base, pattern);
  const kind = await kindOf(literal);
  if (kind === "folder") throw folderFault(literal);
  if (kind === "file") return [literal];
  if (!/[*?[\]{}]/.test(pattern)) throw await missingFault(pattern, literal);
  const found = await expandGlob(pattern, base);
  if (found.length === 0) throw await missingFault(pattern, literal);
  return found;
}

/** Folders that match are passed over: `data/*` means the files in data. */
async function expandGlob(pattern: string, base: string): Promise<string[]> {
  const paths = new Set<string>();
  for await (const match of glob(pattern, { cwd: base })) paths.add(resolve(base, match));
  const files: string[] = [];
  for (const path of paths) if ((await kindOf(path)) === "file") files.push(path);
  return files.sort(byCodePoint);
}

async function kindOf(path: string): Promise<"file" | "folder" | undefined> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch (error) {
    const fault = readFault(error, path);
    if (fault.code === "INPUT_MISSING" || (error as { code?: unknown }).code === "ENAMETOOLONG") return undefined;
    throw fault;
  }
}

/** Orders texts by their code points, which `<` on JavaScript strings does not do beyond U+FFFF. */
export function byCodePoint(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function twiceFault(path: string, earlier: string, pattern: string): ReconError {
  const how = earlier === pattern ? `"${pattern}" stands there twice` : `both "${earlier}" and "${pattern}" name it`;
  const message = `${path} would be read twice: ${how}. Name each file once.`;
  return new ReconError("USAGE", message, { at: { file: path } });
}

async function missingFault(pattern: string, literal: string): Promise<ReconError> {
  const folder = dirname(literal);
  const isGlob = /[*?[\]{}]/.test(pattern);
  const what = isGlob ? `No file matches "${pattern}"` : `There is no file "${pattern}"`;
  const near = await nearNames(folder, basename(literal));
  const advice = near === undefined ? `The folder ${folder} does not exist.` : near;
  return new ReconError("INPUT_MISSING", `${what} (looked in ${folder}). ${advice}`, { at: { file: literal } });
}

/** A sentence on what stands in the folder; undefined when there is no such folder. */
async function nearNames(folder: string, wanted: string): Promise<string | undefined> {
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => !name.startsWith(".")).sort(byCodePoint);
  } catch {
    return undefined;
  }
  const bare = wanted.replace(/[*?[\]{}]/g, "");
  const near = names
    .map((name) => ({ name, distance: editDistance(name.toLowerCase(), bare.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= Math.max(2, Math.ceil(Math.max(name.length, bare.length) / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
  if (near.length > 0) return `Did you mean ${near.join(" or ")}?`;
  if (names.length === 0) return "The folder is empty.";
  const more = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return `The folder holds ${names.slice(0, 5).join(", ")}${more}.`;
}

/** Levenshtein distance, by the two-row method of Wagner and Fischer. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (let i = 1; i <= left.length; i++) {
    const current = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = previous[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1);
      current.push(Math.min(change, previous[j]! + 1, current[j - 1]! + 1));
    }
    previous = current;
  }
  return previous[right.length]!;
}
