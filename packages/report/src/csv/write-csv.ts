import type { ResultSet } from "@recon/duckdb";
import type { ExportOptions } from "../export-options.ts";
import type { OutputFile } from "../output/output-file.ts";
import { breakColumns } from "../tables/break-columns.ts";
import { csvCell } from "./csv-cell.ts";

/** The breaks with the values of both sides: UTF-8, commas, CRLF, a header line. */
export async function writeCsv(set: ResultSet, file: OutputFile, { bom = false }: ExportOptions): Promise<void> {
  const columns = breakColumns(set.fields);
  const line = (cells: readonly (string | number | null)[]): string =>
    `${cells.map((cell) => csvCell(cell)).join(",")}\r\n`;
  await file.write(`${bom ? "\ufeff" : ""}${line(columns.map(({ header }) => header))}`);
  for await (const row of set.detailedBreaks()) await file.write(line(columns.map((column) => column.value(row))));
}
