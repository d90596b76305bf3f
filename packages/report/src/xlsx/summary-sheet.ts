import { outcomes, sides, type Side } from "@recon/core";
import type { ResultSet } from "@recon/duckdb";
import type { ColumnKind } from "../tables/column.ts";
import { cellXml, columnLetters, textCell, type CellNotes } from "./cell-xml.ts";
import { style } from "./styles.ts";
import { sheetOpening } from "./write-table.ts";

interface SummaryCell {
  readonly value: string | number | null;
  readonly kind?: ColumnKind;
  readonly styled?: number;
}
type SummaryRow = readonly SummaryCell[];

const label = (value: string): SummaryCell => ({ value, styled: style.label });
const head = (value: string): SummaryCell => ({ value, styled: style.header });
const headRight = (value: string): SummaryCell => ({ value, styled: style.headerRight });
const count = (value: number): SummaryCell => ({ value, kind: "count" });
const decimal = (value: string | undefined): SummaryCell => ({ value: value ?? null, kind: "decimal" });
const text = (value: string | null): SummaryCell => ({ value });

export interface SheetCount {
  readonly name: string;
  readonly rows: number;
  readonly cut: boolean;
}

/** Counts and totals per side and outcome, sources, hashes, and what to know about the other sheets. */
export function summarySheet(set: ResultSet, sheets: readonly SheetCount[], notes: CellNotes): string {
  const rows = [
    ...titleRows(set),
    ...outcomeRows(set),
    ...totalRows(set),
    ...groupRows(set),
    ...sourceRows(set),
    ...sheetRows(sheets),
  ];
  // The totals above may themselves hold long numbers, so the notes come last.
  const written = rows.map((row, i) => rowXml(row, i, notes));
  written.push(...noteRows(notes).map((row, i) => rowXml(row, rows.length + i, notes)));
  const widths = [24, 22, 22, 22, 16, 70]
    .map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
    .join("");
  return `${sheetOpening}<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${widths}</cols><sheetData>${written.join("")}</sheetData></worksheet>`;
}

function rowXml(row: SummaryRow, position: number, notes: CellNotes): string {
  const cells = row.map(({ value, kind = "text", styled }, i) => {
    const reference = `${columnLetters(i)}${position + 1}`;
    return styled === undefined || value === null
      ? cellXml(reference, kind, value, notes)
      : textCell(reference, String(value), notes, styled);
  });
  return `<row r="${position + 1}">${cells.join("")}</row>`;
}

function titleRows({ plan, summary, certificate, certificateHash }: ResultSet): SummaryRow[] {
  return [
    [{ value: `Reconciliation: ${plan.name}`, styled: style.title }],
    [],
    [
      label("Balanced"),
      text(summary.balanced ? "yes: every record is accounted for, and totals agree with the control totals" : "NO"),
    ],
    [label("Started (UTC)"), text(summary.startedAt)],
    [label("Run"), text(summary.runId)],
    [label("Program"), text(`recon ${certificate.version}, engine ${summary.engine}`)],
    [label("Certificate sha256"), text(certificateHash)],
    [label("Result hash"), text(summary.resultHash)],
    [label("Plan sha256"), text(summary.planHash)],
    [],
  ];
}

function outcomeRows({ summary }: ResultSet): SummaryRow[] {
  const { left, right } = summary;
  return [
    [head("Records"), headRight("left"), headRight("right")],
    ...outcomes.map((outcome): SummaryRow => [text(outcome), count(left[outcome]), count(right[outcome])]),
    [text("all records"), count(left.rows), count(right.rows)],
    [text("amount unknown"), count(left.amountUnknown), count(right.amountUnknown)],
    [],
  ];
}

function totalRows({ summary, certificate }: ResultSet): SummaryRow[] {
  const currencies = [...new Set(sides.flatMap((side) => Object.keys(summary[side].totals)))].sort();
  return currencies.flatMap((currency): SummaryRow[] => {
    const both = (of: (side: Side) => string | undefined): SummaryCell[] => sides.map((side) => decimal(of(side)));
    return [
      [head(currency === "XXX" ? "Totals" : `Totals ${currency}`), headRight("left"), headRight("right")],
      ...outcomes.map((outcome): SummaryRow => [
        text(outcome),
        ...both((side) => summary[side].totals[currency]?.[outcome]),
      ]),
      [text("control total"), ...both((side) => certificate.controlTotals[side][currency])],
      [],
    ];
  });
}

const groupRows = ({ summary }: ResultSet): SummaryRow[] => [
  [head("Confirmed groups"), headRight("groups")],
  ...Object.entries(summary.groups).map(([kind, groups]): SummaryRow => [text(kind), count(groups)]),
  [],
];

const sourceRows = ({ certificate }: ResultSet): SummaryRow[] => [
  [head("Sources"), headRight("records"), headRight("bytes"), head("file"), head(""), head("sha256")],
  ...sides.flatMap((side) =>
    certificate.sources[side].map((source): SummaryRow => [
      text(side),
      count(source.records),
      count(source.sizeBytes),
      text(source.path),
      text(null),
      text(source.sha256),
    ]),
  ),
  [],
];

const sheetRows = (sheets: readonly SheetCount[]): SummaryRow[] => [
  [head("Sheets"), headRight("rows")],
  ...sheets.map(({ name, rows, cut }): SummaryRow => [
    text(name),
    count(rows),
    ...(cut ? [{ value: "not all rows: there are more than the sheet may hold", styled: style.note }] : []),
  ]),
  [],
];

function noteRows({ longNumbers, cutTexts, earlyDates }: CellNotes): SummaryRow[] {
  const note = (value: string): SummaryRow => [{ value, styled: style.note }];
  const shown = (n: number): string => n.toLocaleString("en");
  return [
    ...(longNumbers > 0
      ? [
          note(
            `${shown(longNumbers)} numbers have more than the 15 digits that Excel keeps: they stand as text, on a yellow ground, so that no digit is lost.`,
          ),
        ]
      : []),
    ...(cutTexts > 0
      ? [note(`${shown(cutTexts)} texts are longer than the 32,767 characters of a cell and end in …`)]
      : []),
    ...(earlyDates > 0
      ? [note(`${shown(earlyDates)} dates lie before March 1900, where Excel's calendar is wrong: they stand as text.`)]
      : []),
  ];
}
