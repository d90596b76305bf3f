/** Exports of any table, without loading what reports need. */
import type { Value } from "@recon/duckdb";
import { csvCell } from "./csv/csv-cell.ts";
import { writeBeside } from "./output/output-file.ts";
import { column, type ColumnKind } from "./tables/column.ts";
import { stylesXml } from "./xlsx/styles.ts";
import {
  contentTypes,
  packageRelationships,
  sheetPath,
  workbook,
  workbookRelationships,
} from "./xlsx/workbook-parts.ts";
import { MAX_SHEET_ROWS, writeTable } from "./xlsx/write-table.ts";
import { ZipWriter } from "./xlsx/zip-writer.ts";

export interface TableColumn {
  readonly header: string;
  readonly kind: ColumnKind;
}

/** Any table as exports write them: one text per column and row, in the order of the columns; NULL is null. */
export interface ExportedTable {
  /** Of the sheet, at most 31 characters. */
  readonly name: string;
  readonly columns: readonly TableColumn[];
  readonly rows: AsyncIterable<readonly Value[]>;
}

/** One line of a CSV file by RFC 4180, with its line end; texts that a spreadsheet would run as formulas are disarmed. */
export const csvLine = (cells: readonly (Value | number)[]): string =>
  `${cells.map((cell) => csvCell(cell)).join(",")}\r\n`;

/**
 * Writes a workbook of one sheet, whole or not at all. Where rows do not fit into a sheet (1,048,576), its last row says so. Throws what
 * `exportResultSet` throws for a file that cannot be written.
 */
export async function exportTableXlsx(to: string, table: ExportedTable): Promise<void> {
  const columns = table.columns.map(({ header, kind }, i) =>
    column<readonly Value[]>(header, kind, (row) => row[i] ?? null),
  );
  await writeBeside(to, async (file) => {
    const zip = new ZipWriter(file);
    const notes = { longNumbers: 0, cutTexts: 0, earlyDates: 0 };
    let written = 0;
    await zip.entry(sheetPath(0), async (out) => {
      written = (await writeTable(out, { columns, rows: table.rows, maxRows: MAX_SHEET_ROWS }, notes)).rows;
    });
    const sheets = [{ name: table.name, filtered: { columns: columns.length, rows: written } }];
    const parts = {
      "[Content_Types].xml": contentTypes(sheets),
      "_rels/.rels": packageRelationships,
      "xl/workbook.xml": workbook(sheets),
      "xl/_rels/workbook.xml.rels": workbookRelationships(sheets),
      "xl/styles.xml": stylesXml,
    };
    for (const [name, xml] of Object.entries(parts)) await zip.entry(name, (out) => out.write(xml));
    await zip.finish();
  });
}
