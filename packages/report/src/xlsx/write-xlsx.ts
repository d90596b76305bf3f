import type { ResultSet } from "@recon/duckdb";
import type { ExportOptions } from "../export-options.ts";
import type { OutputFile } from "../output/output-file.ts";
import { breakColumns } from "../tables/break-columns.ts";
import type { Column } from "../tables/column.ts";
import { differenceColumns, matchColumns, memberColumns, rejectColumns } from "../tables/other-columns.ts";
import type { CellNotes } from "./cell-xml.ts";
import { stylesXml } from "./styles.ts";
import { summarySheet } from "./summary-sheet.ts";
import {
  contentTypes,
  packageRelationships,
  sheetPath,
  workbook,
  workbookRelationships,
  type SheetPart,
} from "./workbook-parts.ts";
import { MAX_SHEET_ROWS, writeTable, type WrittenTable } from "./write-table.ts";
import { ZipWriter, type EntryText } from "./zip-writer.ts";

interface TableSheet {
  readonly name: string;
  readonly columns: number;
  write(out: EntryText, notes: CellNotes): Promise<WrittenTable>;
}

/**
 * A workbook of seven sheets: Summary, Breaks, Differences, Matched (1:1), Groups (other confirmed groups), Suggestions, Rejects. Streams: memory
 * does not grow with the rows.
 */
export async function writeXlsx(set: ResultSet, file: OutputFile, options: ExportOptions): Promise<void> {
  const zip = new ZipWriter(file);
  const notes: CellNotes = { longNumbers: 0, cutTexts: 0, earlyDates: 0 };
  const tables = tableSheets(set, Math.min(options.maxRowsPerSheet ?? MAX_SHEET_ROWS, MAX_SHEET_ROWS));
  const written: WrittenTable[] = [];
  for (const [i, table] of tables.entries()) {
    await zip.entry(sheetPath(i + 1), async (out) => void written.push(await table.write(out, notes)));
  }
  // The summary is the first sheet, but it tells what the others hold, so it is written last.
  const counts = tables.map(({ name }, i) => ({ name, ...written[i]! }));
  await zip.entry(sheetPath(0), (out) => out.write(summarySheet(set, counts, notes)));
  const sheets: SheetPart[] = [
    { name: "Summary" },
    ...tables.map(({ name, columns }, i) => ({ name, filtered: { columns, rows: written[i]!.rows } })),
  ];
  const parts = {
    "[Content_Types].xml": contentTypes(sheets),
    "_rels/.rels": packageRelationships,
    "xl/workbook.xml": workbook(sheets),
    "xl/_rels/workbook.xml.rels": workbookRelationships(sheets),
    "xl/styles.xml": stylesXml,
  };
  for (const [name, xml] of Object.entries(parts)) await zip.entry(name, (out) => out.write(xml));
  await zip.finish();
}

function tableSheets(set: ResultSet, maxRows: number): TableSheet[] {
  const { fields } = set;
  // One more row than fits tells that there are more; rows beyond it need not be read.
  const limit = maxRows;
  const sheet = <Row>(name: string, columns: readonly Column<Row>[], rows: () => AsyncIterable<Row>): TableSheet => ({
    name,
    columns: columns.length,
    write: (out, notes) => writeTable(out, { columns, rows: rows(), maxRows }, notes),
  });
  return [
    sheet("Breaks", breakColumns(fields), () => set.detailedBreaks({ limit })),
    sheet("Differences", differenceColumns, () => set.differences({ limit })),
    sheet("Matched", matchColumns(fields), () => set.matches({ limit })),
    sheet("Groups", memberColumns(fields), () => set.members({ status: "matched", limit })),
    sheet("Suggestions", memberColumns(fields), () => set.members({ status: "suggested", limit })),
    sheet("Rejects", rejectColumns, () => set.rejects({ limit })),
  ];
}
