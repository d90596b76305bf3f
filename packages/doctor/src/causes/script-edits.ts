import { join } from "node:path";
import type { Change } from "../experiment/change.ts";
import { isElf } from "../files/read-elf.ts";
import type { Seen } from "./cause.ts";

/** Applies an edit to the shell text that starts a program: the argument of `-c`, and scripts on the command line. */
export async function editScripts(seen: Seen, edit: (script: string) => string): Promise<Change[]> {
  const { argv, cwd } = seen.subject;
  const changes: Change[] = [];
  const edited = argv.map((word, index) => (/^-\w*c$/.test(argv[index - 1] ?? "") ? edit(word) : word));
  if (edited.some((word, index) => word !== argv[index])) changes.push({ kind: "command", argv: edited });
  for (const word of argv) {
    if (word.includes("\n") || word.length > 300 || word.startsWith("-")) continue;
    const path = word.startsWith("/") ? word : join(cwd, word);
    const facts = await seen.files.stat(path);
    if (facts?.kind !== "file" || facts.sizeBytes > 200_000) continue;
    const bytes = await seen.files.read(path);
    if (bytes === undefined || isElf(bytes)) continue;
    const before = bytes.toString("latin1");
    if (!/^#!.*sh\b/.test(before) && !path.endsWith(".sh")) continue;
    const after = edit(before);
    if (after !== before)
      changes.push({ kind: "write-file", path, content: Buffer.from(after, "latin1"), mode: facts.mode });
  }
  return changes;
}
