/** The second path of conversion for all fields: what the narrow path missed, and the few columns that must be widened for it. */
import type { BothSides } from "../both-sides.ts";
import {
  ReconError,
  sqlType,
  type Conversion,
  type FieldLayout,
  type Plan,
  type Side,
  type SourceOptions,
} from "@recon/core";
import { printExpr, printType, quoteName } from "@recon/core/dialect";
import type { Session } from "../engine/session.ts";
import { applyMisses, convertMisses, dateOrderOf, type MissInput, type MissResult } from "./convert-misses.ts";
import type { Filled } from "./filled.ts";
import { isStored, type LoadedSide } from "./load-side.ts";
import { columnRef } from "./open-side.ts";

/** Converts what the narrow path missed, widens the few columns whose real values need it, and writes the values back. */
export async function secondPath(session: Session, { plan, narrow, loaded }: Filled, provisional: boolean) {
  const options: Record<Side, SourceOptions> = { left: loaded.left.options, right: loaded.right.options };
  const layouts: FieldLayout[] = [];
  const missing = {
    left: await fieldsWithMisses(session, loaded.left, narrow),
    right: await fieldsWithMisses(session, loaded.right, narrow),
  };
  for (const side of ["left", "right"] as const) {
    const dates = narrow.filter((layout) => layout.type === "date" && missing[side].has(layout.index));
    const dateOrder = await dateOrderOf(
      session,
      dates.map((layout) => missInput(plan, layout, loaded[side])),
      provisional,
    );
    if (dateOrder !== undefined) options[side] = { ...options[side], dateOrder };
  }
  for (const layout of narrow) {
    const results: { input: MissInput; result: MissResult }[] = [];
    for (const side of ["left", "right"] as const) {
      if (!missing[side].has(layout.index)) continue;
      const input = missInput(plan, layout, { ...loaded[side], options: options[side] });
      const result = await convertMisses(session, input);
      results.push({ input, result });
    }
    // Where every text converted there is nothing to compare by text, and the passes need not look.
    const keeps = layout.kept && results.some(({ result }) => result.faults > 0);
    const final = await finalLayout(
      session,
      { ...layout, kept: keeps },
      results.map(({ result }) => result),
      loaded,
    );
    for (const { input, result } of results)
      await applyMisses(session, { ...input, layout: final }, result, printType(sqlType(final)));
    layouts.push(final);
  }
  return { layouts, options };
}

function missInput(plan: Plan, layout: FieldLayout, loaded: LoadedSide): MissInput {
  const field = plan.fields[layout.name]!;
  const { side, opened, options } = loaded;
  const source = opened.files.length === 1 ? opened.files[0]!.name : `${side} (${opened.files.length} files)`;
  return {
    side,
    name: layout.name,
    field,
    layout,
    ref: columnRef(layout.name, field, side),
    options,
    conversion: loaded.conversions[layout.index - 1]!,
    source,
  };
}

async function fieldsWithMisses(
  session: Session,
  loaded: LoadedSide,
  layouts: readonly FieldLayout[],
): Promise<Set<number>> {
  const tests = layouts.flatMap((layout) => {
    const missed = missedCheaply(loaded.conversions, layout);
    return missed === undefined ? [] : [`count(*) FILTER (WHERE ${printExpr(missed)}) AS f${layout.index}`];
  });
  if (tests.length === 0) return new Set();
  const counts = await session.single(`SELECT ${tests.join(", ")} FROM ${quoteName(loaded.side)}`);
  return new Set(Object.entries(counts).flatMap(([name, count]) => (Number(count) > 0 ? [Number(name.slice(1))] : [])));
}

/** With a single cell the stored value tells: it is NULL while the cell is not. Only a pair has to be judged again. */
export function missedCheaply(conversions: LoadedSide["conversions"], layout: FieldLayout): Conversion["missed"] {
  const { cells, missed } = conversions[layout.index - 1]!;
  if (missed === undefined || cells.length > 1) return missed;
  const isNull = { kind: "call", fn: "isNull", args: [{ kind: "column", name: `f${layout.index}` }] } as const;
  const isThere = { kind: "call", fn: "isNotNull", args: [cells[0]!] } as const;
  return { kind: "call", fn: "and", args: [isThere, isNull] } as const;
}

/** The narrowest type that holds every converted value of both sides; changing it rewrites one column. */
async function finalLayout(
  session: Session,
  layout: FieldLayout,
  results: readonly MissResult[],
  loaded: BothSides<LoadedSide>,
): Promise<FieldLayout> {
  if (layout.decimal === undefined || results.length === 0) return layout;
  const scale = Math.max(layout.decimal.scale, ...results.map((result) => result.scale));
  const whole = Math.max(
    ...results.map((result) => result.whole),
    scale > layout.decimal.scale ? await largestWhole(session, layout, loaded) : 0,
  );
  const width = whole + scale <= 18 ? 18 : 38;
  if (width === 38) requireRoomForSums(layout.name, { whole, scale }, loaded.left.rows + loaded.right.rows);
  if (scale === layout.decimal.scale && width === 18) return layout;
  const final: FieldLayout = { ...layout, decimal: { width, scale } };
  for (const side of ["left", "right"] as const) {
    if (!isStored(loaded[side].conversions[layout.index - 1]!)) continue;
    await session.execute(
      `ALTER TABLE ${quoteName(side)} ALTER COLUMN f${layout.index} TYPE ${printType(sqlType(final))}`,
    );
  }
  return final;
}

/** Digits that the engine's widest decimal holds. */
const MAX_DIGITS = 38;

/** Sums over all records must be exact as well: no total, difference or group may outgrow the widest decimal. */
function requireRoomForSums(name: string, { whole, scale }: { whole: number; scale: number }, records: number): void {
  const carry = String(records).length;
  if (whole + carry + scale <= MAX_DIGITS) return;
  throw new ReconError(
    "LIMIT_SIZE",
    `${name}: values of up to ${whole} digits before and ${scale} after the mark cannot be added up exactly over ${records} records ` +
      `(${MAX_DIGITS} digits are the most); correct or shorten the longest values, or make the field a text`,
    { at: { path: `fields.${name}` } },
  );
}

async function largestWhole(session: Session, layout: FieldLayout, loaded: BothSides<LoadedSide>): Promise<number> {
  const name = `f${layout.index}`;
  const largest = await Promise.all(
    (["left", "right"] as const).map(async (side) => {
      if (!isStored(loaded[side].conversions[layout.index - 1]!)) return 0;
      const row = await session.single(`SELECT CAST(floor(max(abs(${name}))) AS VARCHAR) AS m FROM ${quoteName(side)}`);
      return row["m"] === null ? 0 : String(row["m"]).length;
    }),
  );
  return Math.max(...largest);
}
