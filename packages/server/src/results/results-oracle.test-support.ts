/** A slow, obvious reading of the same questions: loops over rows in memory. */
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { addDecimals, type Filter } from "@recon/api";
import type { Side } from "@recon/core";
import type { ReviewDelta } from "./reader/messages.ts";

export interface OracleRow {
  readonly side: Side;
  readonly rowId: number;
  readonly outcome: string;
  readonly groupId: number | null;
  readonly pass: string | null;
  readonly kind: string | null;
  readonly values: Readonly<Record<string, string | null>>;
}

const fields = ["id", "party", "amount", "currency", "booked"];

/** Read by an engine of its own, one file after the other. */
export async function readRows(dir: string): Promise<OracleRow[]> {
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  const read = async (name: string): Promise<Record<string, string | null>[]> =>
    (
      await connection.runAndReadAll(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet('${join(dir, name)}')`)
    ).getRowObjectsJS() as never;
  const groups = new Map((await read("groups.parquet")).map((group) => [group["group_id"], group]));
  const rows: OracleRow[] = [];
  for (const side of ["left", "right"] as const) {
    for (const row of await read(`${side}.parquet`)) {
      const group = groups.get(row["group_id"]!);
      rows.push({
        side,
        rowId: Number(row["row_id"]),
        outcome: row["outcome"]!,
        groupId: row["group_id"] === null ? null : Number(row["group_id"]),
        pass: group?.["pass"] ?? null,
        kind: group?.["kind"] ?? null,
        values: Object.fromEntries(fields.map((name) => [name, row[name]!])),
      });
    }
  }
  connection.closeSync();
  return rows;
}

function valueOf(row: OracleRow, column: string): string | null {
  if (column.startsWith("values.")) return row.values[column.slice("values.".length)]!;
  if (fields.includes(column)) return row.values[column]!;
  const value = row[column as keyof OracleRow] as string | number | null;
  return value === null ? null : String(value);
}

const isNumber = (column: string): boolean => /amount$|rowId|groupId/.test(column);

/** Cents: exact for every amount of these tests, and for bounds with up to four digits after the mark. */
const scaled = (text: string): bigint => {
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const units = BigInt(`${whole}${fraction.padEnd(4, "0")}`);
  return text.startsWith("-") ? -units : units;
};

/** By code point, as the engine compares. */
function compareValues(column: string, a: string, b: string): number {
  if (isNumber(column)) return scaled(a) < scaled(b) ? -1 : scaled(a) > scaled(b) ? 1 : 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function satisfies(row: OracleRow, filter: Filter): boolean {
  if ("all" in filter) return filter.all.every((part) => satisfies(row, part));
  if ("any" in filter) return filter.any.some((part) => satisfies(row, part));
  if ("not" in filter) return !satisfies(row, filter.not);
  const { column } = filter;
  const value = valueOf(row, column);
  if ("isNull" in filter) return (value === null) === filter.isNull;
  if ("in" in filter)
    return filter.in.some((one) =>
      one === null ? value === null : value !== null && compareValues(column, value, String(one)) === 0,
    );
  if (value === null) return false;
  if ("contains" in filter) return value.toLowerCase().includes(filter.contains.toLowerCase());
  if ("startsWith" in filter) return value.toLowerCase().startsWith(filter.startsWith.toLowerCase());
  const { from, to } = filter;
  return (
    (from === undefined || compareValues(column, value, String(from)) >= 0) &&
    (to === undefined || compareValues(column, value, String(to)) <= 0)
  );
}

const found = (row: OracleRow, term: string): boolean =>
  fields.some((name) => row.values[name]?.toLowerCase().includes(term.toLowerCase()) === true);

export function chooseRows(
  rows: readonly OracleRow[],
  { filter, search }: { filter?: Filter | undefined; search?: string | undefined },
): OracleRow[] {
  const terms = (search ?? "").split(/\s+/).filter((term) => term !== "");
  return rows.filter(
    (row) => (filter === undefined || satisfies(row, filter)) && terms.every((term) => found(row, term)),
  );
}

export function sortRows(rows: readonly OracleRow[], sort: string | undefined): OracleRow[] {
  const keys = [...(sort === undefined ? [] : sort.split(",")), "side", "rowId"];
  return rows.toSorted((a, b) => {
    for (const key of keys) {
      const column = key.replace(/^-/, "");
      const prefix = (text: string | null): string | null =>
        text === null || isNumber(column) ? text : [...text].slice(0, 200).join("");
      const [left, right] = [prefix(valueOf(a, column)), prefix(valueOf(b, column))];
      if (left === null || right === null) {
        if (left !== right) return left === null ? 1 : -1;
        continue;
      }
      const order = compareValues(column, left, right);
      if (order !== 0) return key.startsWith("-") ? -order : order;
    }
    return 0;
  });
}

/** The filter without the conditions on the column itself. */
export function others(filter: Filter | undefined, column: string): Filter | undefined {
  const own = (part: Filter): boolean => {
    if ("column" in part) return part.column.replace("values.", "") === column.replace("values.", "");
    if ("not" in part) return own(part.not);
    const parts = "all" in part ? part.all : part.any;
    return parts.length > 0 && parts.every(own);
  };
  if (filter === undefined || own(filter)) return undefined;
  return "all" in filter ? { all: filter.all.filter((part) => !own(part)) } : filter;
}

export function facetOf(
  rows: readonly OracleRow[],
  { filter, search, column }: { filter?: Filter | undefined; search?: string | undefined; column: string },
): Map<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const row of chooseRows(rows, { filter: others(filter, column), search })) {
    const value = valueOf(row, column);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** Known amounts by currency. */
export function sumsOf(rows: readonly OracleRow[]): Record<string, string> {
  const sums: Record<string, string> = {};
  for (const { values } of rows) {
    const { amount, currency } = values;
    if (amount != null) sums[currency ?? "XXX"] = addDecimals(sums[currency ?? "XXX"] ?? "0", amount);
  }
  return sums;
}

const condition: fc.Arbitrary<Filter> = fc.oneof(
  fc.record({
    column: fc.constant("outcome"),
    in: fc.subarray(["matched", "differs", "unmatched", "duplicate", "writtenOff"], { minLength: 1 }),
  }),
  fc.record({ column: fc.constant("side"), in: fc.subarray(["left", "right"], { minLength: 1 }) }),
  fc.record({
    column: fc.constantFrom("pass", "currency", "values.party"),
    in: fc.subarray<string | null>(["key", "EUR", "Acme", "", null, "'; --"], { minLength: 1 }),
  }),
  fc.record({
    column: fc.constantFrom("party", "id", "values.party"),
    contains: fc.constantFrom("acme", "ö", "%", "_", "'", '"', "xy", "日", "k1"),
  }),
  fc.record({ column: fc.constantFrom("party", "id"), startsWith: fc.constantFrom("A", "b", "K1", "x", "100") }),
  fc.record({
    column: fc.constantFrom("amount", "party", "booked", "groupId", "currency", "kind"),
    isNull: fc.boolean(),
  }),
  fc.record({
    column: fc.constantFrom("amount", "values.amount"),
    from: fc.constantFrom("-10.005", "-0.01", "0", "0.001", "9.99", "99999999999.99", "1000000000000000000000"),
  }),
  fc.record({
    column: fc.constant("amount"),
    from: fc.constantFrom("-10", "-0.0099", "1"),
    to: fc.constantFrom("9.9900", "10.0001", "1234567.89", "-99999999999999999999"),
  }),
  fc.record({
    column: fc.constant("amount"),
    in: fc.subarray(["1", "1.000", "9.99", "0.005", "-10.00"], { minLength: 1 }),
  }),
  fc.record({
    column: fc.constantFrom("booked", "values.booked"),
    from: fc.constantFrom("2024-02-29", "2026-01-01"),
    to: fc.constantFrom("2026-01-01", "2026-12-31"),
  }),
  fc.record({
    column: fc.constantFrom("rowId", "groupId"),
    from: fc.integer({ min: -3, max: 80 }),
    to: fc.integer({ min: -3, max: 80 }),
  }),
);

export const arbitraryFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    condition,
    fc.record({ all: fc.array(tie("filter"), { maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("filter"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie("filter") }),
  ),
})).filter;

export const arbitrarySort = fc
  .subarray(["amount", "party", "booked", "currency", "id", "rowId", "side"], { minLength: 1, maxLength: 3 })
  .chain((columns) =>
    fc.tuple(
      fc.shuffledSubarray(columns, { minLength: columns.length }),
      fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    ),
  )
  .map(([columns, down]) => columns.map((name, i) => `${down[i]! ? "-" : ""}${name}`).join(","));

/** A review that touches records of every outcome: groups made, taken apart and written off. */
export function reviewed(rows: readonly OracleRow[]): ReviewDelta {
  const shared = { version: 1, assigneeId: null, reasonCode: null, comments: 0 };
  const made = {
    kind: "1:1" as const,
    leftCount: 1,
    rightCount: 1,
    leftTotal: "1.00",
    rightTotal: "1.00",
    residual: "0.00",
    explanation: "by hand",
  };
  const records = rows
    .filter(({ rowId }) => rowId % 4 === 0)
    .map((row, i) => {
      const [outcome, groupId] = (
        [
          ["matched", -1],
          ["unmatched", null],
          ["writtenOff", null],
          [row.outcome, row.groupId],
        ] as const
      )[i % 4]!;
      return {
        ...shared,
        side: row.side,
        rowId: row.rowId,
        found: row.outcome as never,
        outcome: outcome as never,
        groupId,
      };
    });
  return { from: 0, to: 1, records, groups: [{ ...shared, groupId: -1, status: "matched", made }] };
}
