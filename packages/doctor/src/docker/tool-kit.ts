import { execFile } from "node:child_process";
import { readFile, realpath } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readElf } from "../files/read-elf.ts";
import { toolPath } from "../experiment/tools.ts";
import type { ArchiveEntry } from "./archive.ts";

const run = promisify(execFile);
const PROBES = fileURLToPath(new URL("../../probes/", import.meta.url));

export interface ToolKit {
  readonly entries: readonly ArchiveEntry[];
  /** The words that start one of the kit's tools inside any image. */
  readonly start: (tool: "strace" | "sleep") => readonly string[] | undefined;
}

/** This machine's strace and sleep with their own loader and libraries, and the probes: they run in any image, even an empty one. */
export async function createToolKit(): Promise<ToolKit> {
  const entries = new Map<string, ArchiveEntry>();
  const add = (name: string, content: Buffer, mode = 0o755): unknown => entries.set(name, { name, content, mode });
  entries.set("out", { name: "out", content: undefined, mode: 0o777, folder: true });
  entries.set("lib", { name: "lib", content: undefined, mode: 0o755, folder: true });
  entries.set("python", { name: "python", content: undefined, mode: 0o755, folder: true });
  add("node-probe.cjs", await readFile(`${PROBES}node-probe.cjs`), 0o644);
  add("python/sitecustomize.py", await readFile(`${PROBES}python/sitecustomize.py`), 0o644);
  const present = new Set<string>();
  for (const tool of ["strace", "sleep"]) {
    const path = toolPath(tool);
    if (path !== undefined && (await addTool(tool, path, add))) present.add(tool);
  }
  const words = ["/.doctor/ld.so", "--library-path", "/.doctor/lib"];
  return {
    entries: [...entries.values()],
    start: (tool) => (present.has(tool) ? [...words, `/.doctor/${tool}`] : undefined),
  };
}

async function addTool(
  tool: string,
  path: string,
  add: (name: string, content: Buffer, mode?: number) => unknown,
): Promise<boolean> {
  const bytes = await readFile(await realpath(path));
  const interpreter = readElf(bytes)?.interpreter;
  if (interpreter === undefined) return false;
  const { stdout } = await run("ldd", [path]).catch(() => ({ stdout: "" }));
  if (stdout === "") return false;
  add(tool, bytes);
  add("ld.so", await readFile(interpreter));
  for (const match of stdout.matchAll(/=> (\/\S+)/g)) {
    const library = match[1] ?? "";
    add(`lib/${library.slice(library.lastIndexOf("/") + 1)}`, await readFile(library));
  }
  return true;
}
