import type { Column } from "../tables/column.ts";
import { cellXml, columnLetters, textCell, type CellNotes } from "./cell-xml.ts";
import { style } from "./styles.ts";
import type { EntryText } from "./zip-writer.ts";

/** Rows of a sheet in Excel. */
export const MAX_SHEET_ROWS = 1_048_576;
/** Excel opens no sheet that is much larger than this before packing. */
const MAX_SHEET_BYTES = 2 ** 31;
/** Columns are as wide as what the first rows hold. */
const SAMPLE_ROWS = 200;

export interface Table<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: AsyncIterable<Row>;
  /** Most rows, header and note included. */
  readonly maxRows: number;
}

export interface WrittenTable {
  readonly rows: number;
  /** Whether rows were left out. */
  readonly cut: boolean;
}

export const sheetOpening = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`;

/** A sheet with a frozen header, filters and one row per record; where rows do not fit, its last row says so. */
export async function writeTable<Row>(
  out: EntryText,
  { columns, rows, maxRows }: Table<Row>,
  notes: CellNotes,
): Promise<WrittenTable> {
  const letters = columns.map((_, i) => columnLetters(i));
  const room = Math.max(0, Math.min(maxRows, MAX_SHEET_ROWS) - 2);
  const sample: Row[] = [];
  let written = 0;
  let cut = false;
  const writeRow = (row: Row): Promise<void> => {
    const at = ++written + 1;
    const cells = columns.map((column, i) => cellXml(`${letters[i]}${at}`, column.kind, column.value(row), notes));
    return out.write(`<row r="${at}">${cells.join("")}</row>`);
  };
  const start = async (): Promise<void> => {
    await out.write(opening(columns, widths(columns, sample)));
    for (const row of sample) await writeRow(row);
  };
  for await (const row of rows) {
    cut = sample.length === room || written === room || out.sizeBytes > MAX_SHEET_BYTES;
    if (cut) break;
    if (written > 0) await writeRow(row);
    else if (sample.push(row) === SAMPLE_ROWS) await start();
  }
  if (written === 0) await start();
  if (cut)
    await out.write(
      `<row r="${written + 2}">${textCell(`A${written + 2}`, cutNote(written), notes, style.note)}</row>`,
    );
  await out.write(closing(columns, written));
  return { rows: written, cut };
}

const cutNote = (written: number): string =>
  `Only the first ${written.toLocaleString("en")} rows are here: there are more than this sheet may hold. The result set's Parquet files hold them all.`;

function opening<Row>(columns: readonly Column<Row>[], characters: readonly number[]): string {
  const cols = characters
    .map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
    .join("");
  const header = columns.map(({ header: name, kind }, i) =>
    textCell(
      `${columnLetters(i)}1`,
      name,
      { longNumbers: 0, cutTexts: 0, earlyDates: 0 },
      isRight(kind) ? style.headerRight : style.header,
    ),
  );
  return (
    `${sheetOpening}<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>` +
    `<sheetFormatPr defaultRowHeight="15"/><cols>${cols}</cols><sheetData><row r="1">${header.join("")}</row>`
  );
}

const isRight = (kind: Column<never>["kind"]): boolean => kind !== "text";

/** Texts such as `00123` are meant as texts: no green corner. */
function closing<Row>(columns: readonly Column<Row>[], written: number): string {
  const all = `A1:${columnLetters(columns.length - 1)}${written + 1}`;
  return `</sheetData><autoFilter ref="${all}"/><ignoredErrors><ignoredError sqref="${all}" numberStoredAsText="1"/></ignoredErrors></worksheet>`;
}

function widths<Row>(columns: readonly Column<Row>[], sample: readonly Row[]): number[] {
  return columns.map((column) => {
    // Amounts show separators that their texts lack; the header shows a filter button.
    const extra = column.kind === "decimal" || column.kind === "count" ? 1.3 : 1;
    const longest = sample.reduce(
      (most, row) => Math.max(most, String(column.value(row) ?? "").length * extra),
      column.header.length + 3,
    );
    return Math.round(Math.min(48, Math.max(9, longest + 1.5)));
  });
}
