/** rejects.parquet, by side and row_id. */
import { sides, type Side } from "@recon/core";
import type { ParquetFile } from "../parquet/parquet-file.ts";
import { readBatches } from "../parquet/read-table.ts";
import { integerAt, textAt } from "../parquet/vector.ts";
import type { CheckLog } from "../report.ts";
import { tableColumns } from "../result/result-folder.ts";

export interface Reject {
  readonly source: string;
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

export type RejectTable = Readonly<Record<Side, Map<number, Reject>>>;

const FILE = "rejects.parquet";

/** What is malformed or doubled is a finding of `records` and left out. */
export async function readRejects(file: ParquetFile, log: CheckLog): Promise<RejectTable> {
  const table: RejectTable = { left: new Map(), right: new Map() };
  for await (const batch of readBatches(file, tableColumns[FILE])) {
    const [lines, rowIds] = [batch.numbers("line"), batch.numbers("row_id")];
    const [sideTexts, sources] = [batch.texts("side"), batch.texts("source")];
    const [texts, reasons] = [batch.texts("text"), batch.texts("reason")];
    for (let row = 0; row < batch.rowCount; row++) {
      const side = sides.find((name) => name === textAt(sideTexts, row));
      const rowId = integerAt(rowIds, row) ?? 0;
      const line = integerAt(lines, row) ?? 0;
      const [source, text, reason] = [textAt(sources, row), textAt(texts, row), textAt(reasons, row)];
      if (!side || !(rowId >= 1) || !(line >= 1) || source === null || text === null || reason === null) {
        log.find("records", `row ${batch.firstRow + row + 1} is incomplete`, { file: FILE });
      } else if (table[side].has(rowId)) {
        log.find("records", "a record is rejected twice", { file: FILE, side, rowId });
      } else table[side].set(rowId, { source, line, text, reason });
    }
  }
  return table;
}
