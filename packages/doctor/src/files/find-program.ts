import { isAbsolute, join } from "node:path";
import type { FileTree } from "./file-tree.ts";

/** Where a command's program lies: an absolute path, also when nothing is there; undefined when no PATH folder holds it. */
export async function findProgram(
  files: FileTree,
  command: string,
  where: { readonly cwd: string; readonly path: string },
): Promise<string | undefined> {
  if (isAbsolute(command)) return command;
  if (command.includes("/")) return join(where.cwd, command);
  for (const folder of where.path.split(":")) {
    if (folder === "") continue;
    const candidate = join(folder, command);
    if ((await files.stat(candidate))?.kind === "file") return candidate;
  }
  return undefined;
}
