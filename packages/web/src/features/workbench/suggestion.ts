import { addDecimals, fromUnits, isZero, scaleOf, subtractDecimals, toUnits } from "@recon/api";
import { benchSides, otherSide, recordKey, type BenchRecord, type BenchSide } from "./bench-record.ts";
import { findCombinations } from "./combinations.ts";

const MOST_SHOWN = 6;
const MOST_COMBINATIONS = 2;
const MOST_INEXACT = 3;
/** What leaves more than this part of the difference tells nothing; one of those is shown where there is no better. */
const NEAR_PART = 10n;

/** Free records that would bring the difference nearer to zero. */
export interface Suggestion {
  readonly records: readonly BenchRecord[];
  /** left − right once they are picked: exact decimal text. */
  readonly leftOver: string;
}

interface Asked {
  /** left − right by now, not zero. */
  readonly difference: string;
  /** Sides on which records may be added. */
  readonly sides: readonly BenchSide[];
  /** Records that come near alone, wherever the lists stand. */
  readonly near: readonly BenchRecord[];
  /** Records that are combined: free, of the currency, not picked. */
  readonly pool: readonly BenchRecord[];
}

/** What brings the difference to zero, fewest records first; then the single records that leave least. */
export function suggest({ difference, sides, near: neighbours, pool }: Asked): readonly Suggestion[] {
  const singles = neighbours
    .filter(({ side }) => sides.includes(side))
    .map((record) => suggestion(difference, [record]))
    .filter(({ leftOver }) => isSmaller(leftOver, difference))
    .sort((one, other) => compareSizes(one.leftOver, other.leftOver));
  const exact = singles.filter(({ leftOver }) => isZero(leftOver));
  const combined = sides.flatMap((side) =>
    combine(
      difference,
      pool.filter((record) => record.side === side),
    ),
  );
  const settling = [...exact.slice(0, MOST_SHOWN - 1), ...combined];
  const inexact = singles.filter(({ leftOver }) => !isZero(leftOver));
  const near = inexact.filter(({ leftOver }) => isPart(leftOver, difference));
  const others = near.length > 0 || settling.length > 0 ? near.slice(0, MOST_INEXACT) : inexact.slice(0, 1);
  return [...settling, ...others].slice(0, MOST_SHOWN);
}

function combine(difference: string, pool: readonly BenchRecord[]): readonly Suggestion[] {
  const [first] = pool;
  if (first === undefined) return [];
  const known = pool.filter(({ amount }) => amount !== null);
  const scale = Math.max(scaleOf(difference), ...known.map(({ amount }) => scaleOf(amount ?? "0")));
  const target = toUnits(difference, scale) * (first.side === "right" ? 1n : -1n);
  const byKey = new Map(known.map((record) => [recordKey(record), record]));
  const summands = known.map((record) => ({ key: recordKey(record), units: toUnits(record.amount ?? "0", scale) }));
  return findCombinations(summands, target, MOST_COMBINATIONS).map((set) =>
    suggestion(
      difference,
      set.flatMap(({ key }) => byKey.get(key) ?? []),
    ),
  );
}

function suggestion(difference: string, records: readonly BenchRecord[]): Suggestion {
  const [left, right] = benchSides.map((wanted) =>
    addDecimals(...records.filter(({ side }) => side === wanted).map(({ amount }) => amount ?? "0")),
  );
  return { records, leftOver: subtractDecimals(addDecimals(difference, left ?? "0"), right ?? "0") };
}

/** The amount that a record of a side must have to bring the difference to zero. */
export function wantedAmount(difference: string, side: BenchSide): string {
  const scale = scaleOf(difference);
  return side === "right" ? difference : fromUnits(-toUnits(difference, scale), scale);
}

/** Where records are added: on the empty side while there is one, else on both. */
export function openSides(picked: readonly BenchRecord[]): readonly BenchSide[] {
  const used = benchSides.filter((wanted) => picked.some(({ side }) => side === wanted));
  const [only] = used;
  return only !== undefined && used.length === 1 ? [otherSide(only)] : benchSides;
}

function sizesOf(one: string, other: string): readonly [bigint, bigint] {
  const scale = Math.max(scaleOf(one), scaleOf(other));
  const size = (text: string): bigint => toUnits(text.replace("-", ""), scale);
  return [size(one), size(other)];
}

function isSmaller(one: string, other: string): boolean {
  const [a, b] = sizesOf(one, other);
  return a < b;
}

function isPart(one: string, whole: string): boolean {
  const [a, b] = sizesOf(one, whole);
  return a * NEAR_PART <= b;
}

function compareSizes(one: string, other: string): number {
  const [a, b] = sizesOf(one, other);
  return a < b ? -1 : a > b ? 1 : 0;
}
