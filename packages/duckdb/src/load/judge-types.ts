/** Types that a sample has proposed, judged by every record: neither the sample nor an order of files or records may decide what a column is. */
import type { FieldLayout, FieldType, Plan, Side } from "@recon/core";
import { and, call, or, printExpr, quoteName, text, type Expr } from "@recon/core/dialect";
import type { Session } from "../engine/session.ts";
import type { Filled } from "./filled.ts";
import { fieldConversion, type LoadedSide } from "./load-side.ts";
import {
  couldStillBe,
  countReadings,
  isDate,
  isNumber,
  noisePermitted,
  type Column,
  type Reading,
} from "./readings.ts";
import { isAmount } from "./sample-side.ts";
import { missedCheaply } from "./second-path.ts";

const sides = ["left", "right"] as const;

/** The judged types of the fields whose proposed type is another. Without `overlooked` no text is looked at for being something else. */
export async function judgeTypes(
  session: Session,
  { plan, narrow, loaded }: Filled,
  { overlooked }: { readonly overlooked: boolean },
): Promise<ReadonlyMap<string, FieldType>> {
  const changed = new Map<string, FieldType>();
  for (const layout of narrow) {
    if (!isProposed(plan, layout.name) || (layout.type === "text" && !overlooked)) continue;
    if (layout.type !== "text" && (await isBorneOut(session, layout, loaded))) continue;
    if (
      layout.type === "text" &&
      (await isTextAlready(
        session,
        sides.map((side) => firstOf(loaded[side], layout)),
      ))
    )
      continue;
    const type = await typeOfAll(
      session,
      sides.map((side) => columnOf(loaded[side], layout, quoteName(side))),
    );
    if (type !== layout.type) changed.set(layout.name, type);
  }
  return changed;
}

/** Keys are texts; a tolerance says what the column is, however much of it does not convert. */
export function isProposed({ passes, compare }: Plan, name: string): boolean {
  const isKey = passes.some((pass) => "on" in pass && pass.on.includes(name));
  const isTolerant = compare?.some((entry) => entry.field === name && ("within" in entry || "dateWithin" in entry));
  return !isKey && isTolerant !== true;
}

/** A number with a leading zero is a code: 007 is not 7. The zero alone is told for a tenth of what the expression costs. */
export const isCode = (cell: Expr): Expr =>
  and(
    or(call("like", cell, text("0%")), call("like", cell, text("-0%"))),
    call("regexFullMatch", cell, text("-?0[0-9].*")),
  );

/** Whether the narrow conversion alone shows that the proposed type is right: nearly every column, at the cost of a scan. */
async function isBorneOut(session: Session, layout: FieldLayout, loaded: Filled["loaded"]): Promise<boolean> {
  for (const side of sides) {
    const { conversions } = loaded[side];
    const cell = conversions[layout.index - 1]!.cells[0]!;
    const missed = printExpr(missedCheaply(conversions, layout)!);
    const code = isAmount(layout.type) ? `count(*) FILTER (WHERE ${printExpr(isCode(cell))})` : "0";
    const row = await session.single(
      `SELECT count(${printExpr(cell)}) AS there, count(*) FILTER (WHERE ${missed}) AS missed, ${code} AS codes FROM ${quoteName(side)}`,
    );
    const [there, misses] = [Number(row["there"]), Number(row["missed"])];
    if (Number(row["codes"]) > 0 || misses > noisePermitted(there) || (misses > 0 && misses === there)) return false;
  }
  return true;
}

/** A column's first records, as many as `firstRecords` says, of `rows` in all. */
interface FirstRecords extends Column {
  readonly rows: number;
}

/** As many records as can show that a column of so many is text. */
export const firstRecords = (rows: number): number => Math.floor(noisePermitted(rows)) + 2;

/** Whether the first records of one of the columns alone leave nothing but text: more of them are noise than all may be. */
export async function isTextAlready(session: Session, columns: readonly FirstRecords[]): Promise<boolean> {
  for (const column of columns) if (!couldStillBe(await countReadings(session, column), column.rows)) return true;
  return false;
}

function firstOf(loaded: LoadedSide, layout: FieldLayout): FirstRecords {
  const { side, rows } = loaded;
  return { ...columnOf(loaded, layout, `(FROM ${quoteName(side)} LIMIT ${firstRecords(rows)})`), rows };
}

/** What columns, one a side, are by all their records. */
export async function typeOfAll(session: Session, columns: readonly Column[]): Promise<FieldType> {
  const readings: Reading[] = [];
  for (const column of columns) readings.push(await countReadings(session, column));
  const filled = readings.filter(({ there }) => there > 0);
  if (isNumber(filled)) return "number";
  return isDate(filled) ? "date" : "text";
}

const columnOf = ({ conversions, options }: LoadedSide, { index }: FieldLayout, from: string): Column => ({
  cell: conversions[index - 1]!.cells[0]!,
  from,
  options,
});

/** The same loaded records under a plan in which some fields have become text; their typed columns are simply no longer looked at. */
export function asText({ narrow, loaded }: Filled, plan: Plan): Filled {
  const layouts = narrow.map((layout): FieldLayout => {
    const { name, index } = layout;
    return plan.fields[name]!.type === "text" ? { name, type: "text", index, kept: false } : layout;
  });
  const withText = (side: Side): LoadedSide => {
    const { opened, options, conversions } = loaded[side];
    const read = layouts.map((layout, i) =>
      layout.type === "text" ? fieldConversion({ plan, opened, options }, layout) : conversions[i]!,
    );
    return { ...loaded[side], conversions: read };
  };
  return { plan, narrow: layouts, loaded: { left: withText("left"), right: withText("right") } };
}
