import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The files of one example, by name. */
export type GeneratedFiles = Record<string, Uint8Array>;

/** Writes an example's files into the folder given on the command line, or else into its own. */
export function writeFiles(files: GeneratedFiles, ownFolder: string): void {
  const folder = process.argv[2] ?? ownFolder;
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
}
