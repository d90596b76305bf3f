import type { ColumnProfile } from "@recon/formats";
import { meaningOf, plainName } from "./column-meaning.ts";
import { cellsOf, type ReadSource } from "./read-source.ts";

export interface ColumnPair {
  readonly left: ColumnProfile;
  readonly right: ColumnProfile;
  /** Share of the smaller column's distinct values that the other has, compared without case and punctuation. */
  readonly overlap: number;
  readonly why: string;
}

/** What a pairing must reach: names that mean the same, or values that meet. */
const MIN_SCORE = 1.5;

/** Columns of both sides that seem to hold the same thing, best pairs first, each column once. */
export function pairColumns(left: ReadSource, right: ReadSource): ColumnPair[] {
  const scored = left.profile.columns.flatMap((a) =>
    right.profile.columns.flatMap((b) => {
      const pair = judge(left, a, right, b);
      return pair === undefined ? [] : [pair];
    }),
  );
  scored.sort(
    (a, b) => b.score - a.score || a.pair.left.index - b.pair.left.index || a.pair.right.index - b.pair.right.index,
  );
  const taken = new Set<ColumnProfile>();
  const chosen: ColumnPair[] = [];
  for (const { pair } of scored) {
    if (taken.has(pair.left) || taken.has(pair.right)) continue;
    taken.add(pair.left).add(pair.right);
    chosen.push(pair);
  }
  return chosen;
}

function judge(
  left: ReadSource,
  a: ColumnProfile,
  right: ReadSource,
  b: ColumnProfile,
): { pair: ColumnPair; score: number } | undefined {
  if (!compatible(a, b)) return undefined;
  const sameName = plainName(a.name) === plainName(b.name);
  const [meansA, meansB] = [meaningOf(a.name), meaningOf(b.name)];
  const sameMeaning = meansA !== undefined && meansA === meansB;
  const overlap = a.type === "text" || a.type === "currency" ? overlapOf(left, a, right, b) : 0;
  const score =
    (sameName ? 3 : 0) +
    (sameMeaning ? 2 : 0) +
    2 * overlap -
    (meansA !== meansB && meansA !== undefined && meansB !== undefined ? 0.75 : 0);
  if (score < MIN_SCORE) return undefined;
  const reasons = [
    ...(sameName ? ["same name"] : sameMeaning ? [`both names mean ${meansA}`] : []),
    ...(overlap > 0 ? [`${Math.round(overlap * 100)} % of the sampled values meet`] : []),
  ];
  return { pair: { left: a, right: b, overlap, why: reasons.join("; ") }, score };
}

function compatible(a: ColumnProfile, b: ColumnProfile): boolean {
  const kind = ({ type }: ColumnProfile): string =>
    type === "money" || type === "number" ? "number" : type === "currency" ? "text" : type;
  return a.values > 0 && b.values > 0 && kind(a) === kind(b);
}

export const plainValue = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();

function overlapOf(left: ReadSource, a: ColumnProfile, right: ReadSource, b: ColumnProfile): number {
  const valuesA = new Set(cellsOf(left, a).map(plainValue));
  const valuesB = new Set(cellsOf(right, b).map(plainValue));
  const [small, large] = valuesA.size <= valuesB.size ? [valuesA, valuesB] : [valuesB, valuesA];
  if (small.size === 0) return 0;
  let shared = 0;
  for (const value of small) if (large.has(value)) shared++;
  return shared / small.size;
}
