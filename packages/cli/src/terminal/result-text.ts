import Table from "cli-table3";
import type { BreakRow, FieldDifference, GroupRow, ResultSet } from "@recon/duckdb";
import { borderless } from "./borderless.ts";
import { colours } from "./colours.ts";
import { printable } from "./printable.ts";

const SHOWN_TEXT = 32;
const SHOWN_DIFFERENCES = 3;

export async function breaksText(set: ResultSet, limit: number, json: boolean): Promise<string> {
  const rows: BreakRow[] = [];
  for await (const row of set.breaks({ limit: limit + 1 })) rows.push(row);
  const shown = rows.slice(0, limit);
  if (json) return JSON.stringify(shown, null, 2);
  if (shown.length === 0) return "no breaks: every record is matched or excluded";
  const table = new Table({
    ...borderless,
    head: ["break", "record", "amount", "date", "why"],
    colAligns: ["left", "left", "right", "left", "left"],
  });
  for (const row of shown) {
    const amount = row.amount === null ? "" : `${row.amount}${row.currency === null ? "" : ` ${row.currency}`}`;
    table.push([row.kind, place(row), amount, row.date ?? "", why(row)]);
  }
  const more =
    rows.length > limit
      ? `\n${colours(process.stdout).dim(`more than ${limit}; see them all with --limit, or recon export`)}`
      : "";
  return trimmed(table.toString()) + more;
}

const place = (row: BreakRow): string => (row.side === null ? `left:${row.groupId}` : `${row.side}:${row.rowId}`);

/** In words, with values: what differs, or how far the nearest candidate is. */
function why(row: BreakRow): string {
  if (row.kind === "differs") return row.failed.map(differenceText).join("; ");
  if (row.nearest === null || row.failed.length === 0) return printable(row.reason ?? "");
  // Measurable differences say most; texts follow as far as there is room.
  const failed = row.failed.toSorted((a, b) => Number(a.delta === null) - Number(b.delta === null));
  const shown = failed.slice(0, SHOWN_DIFFERENCES).map(differenceText);
  const rest = failed.length > shown.length ? [`and ${failed.length - shown.length} more`] : [];
  return `nearest ${row.side === "left" ? "right" : "left"}:${row.nearest}: ${[...shown, ...rest].join("; ")}`;
}

/** `amount 10.00 ≠ 12.50 (+2.50)`. */
export function differenceText({ field, left, right, delta }: FieldDifference): string {
  const change = delta === null ? "" : ` (${delta.startsWith("-") ? "" : "+"}${delta})`;
  return `${field} ${cut(left)} ≠ ${cut(right)}${change}`;
}

function cut(value: string | null): string {
  if (value === null) return "(empty)";
  const shown = printable(value).replaceAll(/\s+/g, " ");
  return shown.length > SHOWN_TEXT ? `${shown.slice(0, SHOWN_TEXT - 1)}…` : shown;
}

export async function groupsText(set: ResultSet, limit: number, json: boolean): Promise<string> {
  const groups = new Map<number, GroupRow & { members: string[] }>();
  for (const status of ["suggested", "matched"] as const) {
    for await (const { group, side, rowId } of set.members({ status, limit: limit * 50 })) {
      const known = groups.get(group.groupId);
      if (known !== undefined) known.members.push(`${side}:${rowId}`);
      else if (groups.size < limit) groups.set(group.groupId, { ...group, members: [`${side}:${rowId}`] });
    }
  }
  const rows = [...groups.values()];
  if (json) return JSON.stringify(rows, null, 2);
  if (rows.length === 0) return "no groups but plain pairs";
  const table = new Table({
    ...borderless,
    head: ["status", "kind", "pass", "left", "right", "residual", "members"],
    colAligns: ["left", "left", "left", "right", "right", "right", "left"],
  });
  for (const row of rows) {
    const members =
      row.members.length > 8
        ? [...row.members.slice(0, 8), `and ${row.leftCount + row.rightCount - 8} more`]
        : row.members;
    table.push([
      row.status,
      row.kind,
      row.pass,
      row.leftTotal ?? "",
      row.rightTotal ?? "",
      row.residual ?? "",
      members.join(" "),
    ]);
  }
  return trimmed(table.toString());
}

/** Without the padding of the last column. */
export const trimmed = (text: string): string => text.replaceAll(/ +$/gm, "");
