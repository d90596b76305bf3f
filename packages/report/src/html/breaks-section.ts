import type { DetailedBreak, ResultSet } from "@recon/duckdb";
import type { OutputFile } from "../output/output-file.ts";
import { escapeHtml } from "./escape-html.ts";
import { counted, grouped } from "./number-text.ts";
import { sideBySide } from "./side-by-side.ts";

/** The first breaks, each with both sides to unfold; written row by row. Nothing at all where there is none: the charts say so. */
export async function writeBreaks(set: ResultSet, file: OutputFile, limit: number): Promise<void> {
  const total = (await set.breaksByReason()).reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return;
  const note =
    total > limit
      ? `The first ${counted(limit)} of ${counted(total)}; all of them are in the .xlsx, .csv and .json exports.`
      : "Unfold a reason to see both sides.";
  const columns = listColumns(set);
  const heads = columns.map(({ head, name }) => `<th scope="col" class="${name}">${head}</th>`);
  await file.write(
    `<section aria-labelledby="breaks"><h2 id="breaks">Breaks</h2><p class="note">${note}</p>` +
      `<table class="breaks"><thead><tr>${heads.join("")}</tr></thead><tbody>`,
  );
  for await (const row of set.detailedBreaks({ limit })) {
    const cells = columns.map(({ name, cell }) => `<td class="${name}">${cell(row)}</td>`);
    await file.write(`<tr>${cells.join("")}</tr>\n`);
  }
  await file.write("</tbody></table></section>");
}

interface ListColumn {
  readonly head: string;
  /** Of the style sheet. */
  readonly name: string;
  readonly cell: (row: DetailedBreak) => string;
}

/** Columns of the list; those of a role that the plan does not name are left out. */
function listColumns({ plan, fields }: ResultSet): ListColumn[] {
  const { amount, date, currency } = plan.roles ?? {};
  const ofRole = (role: string | undefined, shown: ListColumn): ListColumn[] => (role === undefined ? [] : [shown]);
  const amountText = (row: DetailedBreak): string => (row.amount === null ? "" : escapeHtml(grouped(row.amount)));
  return [
    { head: "Break", name: "id", cell: (row) => String(row.breakId) },
    { head: "Kind", name: "kind", cell: ({ kind }) => `<i style="background:var(--${kind})"></i>${kind}` },
    { head: "Record", name: "record", cell: (row) => `${row.side ?? "group"} ${row.rowId ?? row.groupId}` },
    ...ofRole(date, { head: "Date", name: "date", cell: (row) => escapeHtml(row.date ?? "") }),
    ...ofRole(amount, { head: "Amount", name: "amount", cell: amountText }),
    ...ofRole(currency, {
      head: `<span class="hidden">Currency</span>`,
      name: "currency",
      cell: (row) => escapeHtml(row.currency ?? ""),
    }),
    {
      head: "Reason",
      name: "reason",
      cell: (row) => `<details><summary>${escapeHtml(reasonText(row))}</summary>${sideBySide(row, fields)}</details>`,
    },
  ];
}

function reasonText({ kind, reason }: DetailedBreak): string {
  const spaced = (reason ?? "no reason given").replaceAll(/,(?=\S)/g, ", ");
  return kind === "differs" ? `differs in ${spaced}` : spaced;
}
