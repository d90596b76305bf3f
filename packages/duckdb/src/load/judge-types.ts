/** Types that were only proposed, judged by every record. */
import { type FieldLayout, type Plan } from "@recon/core";
import { and, call, or, printExpr, quoteName, text, type Expr } from "@recon/core/dialect";
import type { Session } from "../engine/session.ts";
import { fieldConversion, type LoadedSide } from "./load-side.ts";
import type { Filled } from "./filled.ts";
import { isAmount } from "./sample-side.ts";
import { missedCheaply } from "./second-path.ts";

/** Of a column proposed as a number or date at most this share (or a single value) may be noise; beyond it the column is text after all. */
const MAX_NOISE = 0.01;

/** Judges proposed types by every record, so that the choice does not depend on which records the sample held. */
export async function demoteRefuted(session: Session, { plan, narrow, loaded }: Filled): Promise<Filled> {
  const refuted = new Set<string>();
  const asked = new Set(
    (plan.compare ?? []).filter((entry) => "within" in entry || "dateWithin" in entry).map(({ field }) => field),
  );
  for (const layout of narrow) {
    // A tolerance says what the column is, however much of it does not convert.
    if (plan.fields[layout.name]!.type === "text" || asked.has(layout.name)) continue;
    for (const side of ["left", "right"] as const)
      if (await isRefuted(session, plan, layout, loaded[side])) refuted.add(layout.name);
  }
  if (refuted.size === 0) return { plan, narrow, loaded };
  const fields = Object.fromEntries(
    Object.entries(plan.fields).map(([name, field]) => [
      name,
      refuted.has(name) ? { ...field, type: "text" as const } : field,
    ]),
  );
  const asText = narrow.map((layout): FieldLayout =>
    refuted.has(layout.name) ? { name: layout.name, type: "text", index: layout.index, kept: false } : layout,
  );
  const kept = (name: string | undefined): string | undefined =>
    name !== undefined && refuted.has(name) ? undefined : name;
  const { amount, currency, date } = plan.roles ?? {};
  const stillRoles = Object.fromEntries(
    Object.entries({ amount: kept(amount), currency: kept(currency), date: kept(date) }).filter(
      ([, name]) => name !== undefined,
    ),
  );
  const demoted: Plan = { ...plan, fields, roles: stillRoles };
  return {
    plan: demoted,
    narrow: asText,
    loaded: { left: withText(demoted, loaded.left, asText), right: withText(demoted, loaded.right, asText) },
  };
}

/** A number with a leading zero is a code: 007 is not 7. The zero alone is told for a tenth of what the expression costs. */
export const isCode = (cell: Expr): Expr =>
  and(
    or(call("like", cell, text("0%")), call("like", cell, text("-0%"))),
    call("regexFullMatch", cell, text("-?0[0-9].*")),
  );

async function isRefuted(session: Session, plan: Plan, layout: FieldLayout, loaded: LoadedSide): Promise<boolean> {
  const conversion = loaded.conversions[layout.index - 1]!;
  const cell = printExpr(conversion.cells[0]!);
  const code = isAmount(plan.fields[layout.name]!.type)
    ? `count(*) FILTER (WHERE ${printExpr(isCode(conversion.cells[0]!))})`
    : "0";
  const missed = printExpr(missedCheaply(loaded.conversions, layout)!);
  const row = await session.single(
    `SELECT count(${cell}) AS there, count(*) FILTER (WHERE ${missed}) AS missed, ${code} AS codes FROM ${quoteName(loaded.side)}`,
  );
  return Number(row["codes"]) > 0 || Number(row["missed"]) > Math.max(1, MAX_NOISE * Number(row["there"]));
}

/** The same loaded records with some fields read as the raw text; their typed columns are simply no longer looked at. */
function withText(plan: Plan, loaded: LoadedSide, layouts: readonly FieldLayout[]): LoadedSide {
  const conversions = layouts.map((layout, i) =>
    layout.type === "text"
      ? fieldConversion({ plan, opened: loaded.opened, options: loaded.options }, layout)
      : loaded.conversions[i]!,
  );
  return { ...loaded, conversions };
}
