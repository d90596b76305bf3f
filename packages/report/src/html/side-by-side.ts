import type { Side } from "@recon/core";
import type { DetailedBreak, FieldDifference, ResultField, Value } from "@recon/duckdb";
import { kindOf } from "../tables/column.ts";
import { escapeHtml } from "./escape-html.ts";
import { counted } from "./number-text.ts";

/** The fields of both sides of a break, those that failed marked. */
export function sideBySide(row: DetailedBreak, fields: readonly ResultField[]): string {
  const failed = new Map(row.failed.map((difference) => [difference.field, difference]));
  const rows = fields.map((field, i) => {
    const difference = failed.get(field.name);
    // A value that did not convert is known only to the difference.
    const left = row.left === null ? null : (row.left.values[i] ?? difference?.left ?? null);
    const right = row.right === null ? null : (row.right.values[i] ?? difference?.right ?? null);
    return fieldRow(field, [left, right], difference);
  });
  const head = ["field", heading(row, "left"), heading(row, "right")].map((text) => `<th scope="col">${text}</th>`);
  return (
    `<div class="scroll"><table class="sides"><thead><tr>${head.join("")}<th scope="col" class="right">delta</th></tr></thead>` +
    `<tbody>${rows.join("")}</tbody></table></div>`
  );
}

function heading(row: DetailedBreak, side: Side): string {
  const at = row[side];
  if (at === null) return side;
  if (at.count > 1) return `${side} ${at.rowId}, first of ${counted(at.count)}`;
  return `${side} ${at.rowId}${row.side !== null && row.side !== side ? " (nearest)" : ""}`;
}

function fieldRow(field: ResultField, values: readonly Value[], difference: FieldDifference | undefined): string {
  const keepsLine = kindOf(field) === "text" ? "" : ' class="figure"';
  const cells = values.map(
    (value) => `<td${keepsLine}>${value === null ? '<span class="nothing">–</span>' : escapeHtml(value)}</td>`,
  );
  const name = `<th scope="row">${escapeHtml(field.name)}</th>`;
  const mark = difference === undefined ? "" : ' class="failed"';
  return `<tr${mark}>${name}${cells.join("")}<td class="right">${escapeHtml(difference?.delta ?? "")}</td></tr>`;
}
