import Table from "cli-table3";
import { ReconError } from "@recon/core/errors";
import type { Side } from "@recon/core/vocabulary";
import type { BreakRow, ResultGroup, ResultRecord, ResultSet } from "@recon/duckdb";
import { borderless } from "./borderless.ts";
import { colours } from "./colours.ts";
import { printable } from "./printable.ts";
import { differenceText, trimmed } from "./result-text.ts";

/** One record, what became of it and why: its group, or its nearest candidate and what failed. */
export async function recordText(set: ResultSet, side: Side, rowId: number, json: boolean): Promise<string> {
  const record = await set.record(side, rowId);
  if (record === undefined) {
    throw new ReconError(
      "USAGE",
      `--row ${side}:${rowId}: there is no such record; the ${side} side has rows 1 to ${set.summary[side].rows}`,
    );
  }
  const group = record.groupId === null ? undefined : await set.group(record.groupId);
  const broken = group === undefined ? await breakOf(set, record) : undefined;
  const nearest = broken === undefined ? undefined : await set.nearest(broken);
  const reject = record.outcome === "rejected" ? await set.reject(side, rowId) : undefined;
  if (json) return JSON.stringify({ record, group, break: broken, nearest, reject }, null, 2);
  const paint = colours(process.stdout);
  const lines = [
    `${paint.bold(`${side}:${rowId}`)} is ${paint.bold(record.outcome)}${record.reason === null ? "" : `: ${record.reason}`}`,
  ];
  if (reject !== undefined)
    lines.push(`${reject.source}${reject.line === null ? "" : `, line ${reject.line}`}`, "", printable(reject.text));
  if (record.src !== null) lines.push("", ...sideBySide(set, record, group, nearest));
  if (group !== undefined) lines.push("", ...groupLines(group));
  return trimmed(lines.join("\n"));
}

async function breakOf(set: ResultSet, record: ResultRecord): Promise<BreakRow | undefined> {
  if (record.outcome !== "unmatched" && record.outcome !== "duplicate") return undefined;
  // break_id is 4 × row_id on the left and 4 × row_id + 1 on the right (docs/matching.md, section 6).
  const id = 4 * record.rowId + (record.side === "left" ? 0 : 1);
  for await (const row of set.breaks({ after: id - 1, limit: 1 })) return row.breakId === id ? row : undefined;
  return undefined;
}

/** The record beside its counterpart, or beside its nearest candidate; a mark where they differ. */
function sideBySide(
  set: ResultSet,
  record: ResultRecord,
  group: ResultGroup | undefined,
  nearest: ResultRecord | undefined,
): string[] {
  const partners = group?.members.filter((member) => member.side !== record.side) ?? [];
  const other = partners.length === 1 && group?.members.length === 2 ? partners[0] : nearest;
  const title = other === undefined ? "" : `${other.side}:${other.rowId}${nearest === undefined ? "" : " (nearest)"}`;
  const table = new Table({ ...borderless, head: ["field", `${record.side}:${record.rowId}`, title, ""] });
  const differing = new Set(group?.differences.map(({ field }) => field));
  for (const { name } of set.fields) {
    const [own, theirs] = [record.values[name] ?? null, other?.values[name] ?? null];
    const mark = other === undefined || own === theirs ? "" : differing.has(name) || nearest !== undefined ? "≠" : "≈";
    table.push([name, printable(own ?? ""), other === undefined ? "" : printable(theirs ?? ""), mark]);
  }
  return [table.toString()];
}

function groupLines(group: ResultGroup): string[] {
  const lines = [
    `group ${group.groupId}: ${group.kind}, ${group.status} by pass "${group.pass}"${group.explanation === null ? "" : ` (${group.explanation})`}`,
  ];
  if (group.leftTotal !== null || group.rightTotal !== null) {
    lines.push(
      `totals ${group.leftTotal ?? "none"} left, ${group.rightTotal ?? "none"} right${group.residual === null ? "" : `, residual ${group.residual}`}`,
    );
  }
  for (const difference of group.differences) lines.push(`differs: ${differenceText(difference)}`);
  if (group.kind !== "1:1" || group.status === "suggested") {
    const shown = group.members.map(({ side, rowId }) => `${side}:${rowId}`);
    const total = group.leftCount + group.rightCount;
    lines.push(`members  ${shown.join(" ")}${total > shown.length ? ` and ${total - shown.length} more` : ""}`);
  }
  return lines;
}
