import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { SourceFile, SourceRow } from "./source.ts";

/** A folder that lives as long as the test file. */
export function useTestFolder(): {
  path(name: string): string;
  write(name: string, content: string | Uint8Array): Promise<string>;
} {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "recon-formats-"));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  const path = (name: string) => join(folder, name);
  return {
    path,
    write: async (name, content) => {
      await writeFile(path(name), content);
      return path(name);
    },
  };
}

export async function collectRows(file: SourceFile): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const batch of file.rows()) for (const row of batch) rows.push(row);
  return rows;
}

/** Cells of records, reasons of rejects. */
export function cellsOrReasons(rows: readonly SourceRow[]): unknown[] {
  return rows.map((row) => (row.kind === "record" ? row.cells : row.reason));
}
