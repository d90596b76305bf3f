import { ReconError } from "@recon/core";
import type { Cell, ReadLimits, ResolvedSource, SourceFile, SourceRow } from "../source.ts";
import { trimWhiteSpace } from "../white-space.ts";
import type { CellContext } from "./cell-text.ts";
import { checkContainer } from "./check-container.ts";
import { chooseSheet } from "./choose-sheet.ts";
import { ExpansionBudget } from "../expansion-budget.ts";
import { parseXml } from "./parse-xml.ts";
import { readSharedStrings } from "./read-shared-strings.ts";
import { readStyles } from "./read-styles.ts";
import { readWorkbook, type Sheet } from "./read-workbook.ts";
import { SheetRows, type SheetRow } from "./sheet-rows.ts";
import { toRow } from "./xlsx-row.ts";
import { ZipArchive } from "./zip-archive.ts";

/** A sheet and what is needed to read it again from its start. */
interface OpenSheet {
  readonly path: string;
  readonly sheet: Sheet;
  readonly context: CellContext;
  readonly limits: Required<ReadLimits>;
}

/**
 * Opens a worksheet of an XLSX workbook: one record per row below the header row that is not empty, `line` its row
 * number. Cells are exact and free of any locale: numbers to 15 digits, dates as ISO 8601, formulas by the value that
 * was saved with them; a record with an error cell is a reject. The sheet streams; its texts stay in memory.
 * Throws `INPUT_TRUNCATED` for files that are cut off or damaged, `INPUT_UNREADABLE` for encrypted ones,
 * `INPUT_FORMAT` where the workbook, its sheet or its header row is missing, `LIMIT_SIZE` beyond the limits.
 */
export async function openXlsx(
  path: string,
  resolved: ResolvedSource,
  limits: Required<ReadLimits>,
): Promise<SourceFile> {
  const { archive, open, sheets } = await openSheet(path, resolved, limits);
  try {
    const headerRow = resolved.options.headerRow ?? 1;
    const header = await readHeader(archive, open, headerRow);
    return {
      path,
      sizeBytes: archive.sizeBytes,
      resolved: { ...resolved, options: { ...resolved.options, sheet: open.sheet.name, headerRow } },
      header,
      sheets,
      rows: () => readRows(open, headerRow, header.length),
    };
  } finally {
    archive.close();
  }
}

/** The rows as they stand, whatever the header, each as far as its last cell that is not empty. */
export async function* openXlsxRows(
  path: string,
  resolved: ResolvedSource,
  limits: Required<ReadLimits>,
): AsyncGenerator<{ row: number; cells: Cell[] }[]> {
  const { archive, open } = await openSheet(path, resolved, limits);
  try {
    for await (const rows of sheetRows(archive, open)) {
      yield rows
        .filter(({ cells }) => cells.length > 0)
        .map(({ row, cells }) => {
          const texts = Array.from<Cell>({ length: cells.at(-1)!.column }).fill(null);
          for (const { column, text } of cells) texts[column - 1] = text;
          return { row, cells: texts };
        });
    }
  } finally {
    archive.close();
  }
}

/** The archive stays open: whoever asked closes it. */
async function openSheet(
  path: string,
  resolved: ResolvedSource,
  limits: Required<ReadLimits>,
): Promise<{ archive: ZipArchive; open: OpenSheet; sheets: string[] }> {
  await checkContainer(path);
  const archive = await ZipArchive.open(path);
  try {
    const budget = new ExpansionBudget(path, limits);
    const workbook = await readWorkbook(archive, budget);
    const sheet = chooseSheet(path, workbook.sheets, resolved.options.sheet);
    const strings = await readSharedStrings(archive, workbook.sharedStringsPart, budget);
    const formats = await readStyles(archive, workbook.stylesPart, budget);
    const open = { path, sheet, context: { strings, formats, counts1904: workbook.counts1904 }, limits };
    return { archive, open, sheets: workbook.sheets.map(({ name }) => name) };
  } catch (error) {
    archive.close();
    throw error;
  }
}

async function readHeader(archive: ZipArchive, open: OpenSheet, headerRow: number): Promise<string[]> {
  for await (const rows of sheetRows(archive, open)) {
    const row = rows.find((candidate) => candidate.row >= headerRow);
    if (row !== undefined && row.row === headerRow && row.cells.length > 0) return headerOf(row);
    if (row !== undefined) break;
  }
  const { path, sheet } = open;
  const message = `${path}: sheet ${JSON.stringify(sheet.name)} has no header in row ${headerRow}, which is empty. Set \`headerRow\` to the row of the column names, or \`sheet\` to the right sheet.`;
  throw new ReconError("INPUT_FORMAT", message, { at: { file: path, line: headerRow } });
}

function headerOf({ cells }: SheetRow): string[] {
  const names = Array.from({ length: cells.at(-1)!.column }, (_, index) => `column ${index + 1}`);
  for (const { column, text } of cells) {
    const name = trimWhiteSpace(text ?? "");
    if (name !== "") names[column - 1] = name;
  }
  return names;
}

async function* readRows(open: OpenSheet, headerRow: number, columns: number): AsyncGenerator<SourceRow[]> {
  const archive = await ZipArchive.open(open.path);
  const blank = Array.from<Cell>({ length: columns }).fill(null);
  try {
    for await (const rows of sheetRows(archive, open)) {
      const records = rows
        .filter(({ row }) => row > headerRow)
        .map((row) => toRow(row, blank, open.limits.maxRecordBytes))
        .filter((row) => row !== undefined);
      if (records.length > 0) yield records;
    }
  } finally {
    archive.close();
  }
}

async function* sheetRows(
  archive: ZipArchive,
  { path, sheet, context, limits }: OpenSheet,
): AsyncGenerator<SheetRow[]> {
  const gathered = new SheetRows(context);
  const chunks = archive.read(sheet.part, new ExpansionBudget(path, limits));
  for await (const _ of parseXml(chunks, gathered, { path, name: sheet.part })) yield gathered.take();
}
