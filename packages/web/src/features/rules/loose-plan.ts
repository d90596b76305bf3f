/** Reading a plan that may be half written: whatever is missing or of another kind reads as nothing. */
import type { ColumnRef, FieldType, Side } from "@recon/core";

export type Loose = Readonly<Record<string, unknown>>;

export const recordOf = (value: unknown): Loose =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Loose) : {};
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
export const textOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";
export const textsOf = (value: unknown): string[] => listOf(value).map(textOf);

export interface LooseField {
  readonly name: string;
  readonly type: FieldType;
  readonly refs: Readonly<Record<Side, ColumnRef>>;
  readonly normalise: readonly unknown[];
  readonly negate: string;
}

export interface LoosePlan {
  readonly fields: readonly LooseField[];
  readonly passes: readonly Loose[];
  /** undefined: all that the pass does not judge itself. */
  readonly compare: readonly Loose[] | undefined;
  readonly roles: Loose;
  readonly calendars: readonly string[];
}

export function loosePlan(value: unknown): LoosePlan {
  const plan = recordOf(value);
  return {
    fields: Object.entries(recordOf(plan["fields"])).map(([name, field]) => looseField(name, recordOf(field))),
    passes: listOf(plan["passes"]).map(recordOf),
    compare: plan["compare"] === undefined ? undefined : listOf(plan["compare"]).map(recordOf),
    roles: recordOf(plan["roles"]),
    calendars: ["calendar", ...Object.keys(recordOf(plan["calendars"]))],
  };
}

function looseField(name: string, field: Loose): LooseField {
  const ref = (side: Side): ColumnRef => (field[side] ?? name) as ColumnRef;
  return {
    name,
    type: textOf(field["type"]) as FieldType,
    refs: { left: ref("left"), right: ref("right") },
    normalise: listOf(field["normalise"]),
    negate: textOf(field["negate"]),
  };
}

/** Columns that a side's value is taken from. */
export function columnsOf(ref: ColumnRef): readonly string[] {
  if (typeof ref === "string") return [ref];
  const { column, debit, credit } = ref as { column?: string; debit?: string; credit?: string };
  return [column, debit, credit].filter((name) => name !== undefined);
}
