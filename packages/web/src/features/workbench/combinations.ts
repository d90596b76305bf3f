/** Sets of amounts that sum to a target. Exact: amounts are whole units of one scale. */

export interface Summand {
  readonly key: string;
  readonly units: bigint;
}

/** Triples cost the square of the pool: beyond this many records only the first are combined. */
const MOST_POOLED = 400;

/**
 * Every pair, then every triple of the pool that sums to the target, up to `most` of each. Smaller sets come first;
 * within a size, sets of records that stand early in the pool.
 */
export function findCombinations(
  pool: readonly Summand[],
  target: bigint,
  most: number,
): readonly (readonly Summand[])[] {
  const pooled = pool.slice(0, MOST_POOLED);
  const placesOf = new Map<bigint, number[]>();
  for (const [at, { units }] of pooled.entries()) placesOf.set(units, [...(placesOf.get(units) ?? []), at]);
  const completing = (chosen: readonly number[]): readonly (readonly number[])[] => {
    const rest = chosen.reduce((left, at) => left - (pooled[at]?.units ?? 0n), target);
    const last = chosen.at(-1) ?? -1;
    return (placesOf.get(rest) ?? []).filter((at) => at > last).map((at) => [...chosen, at]);
  };
  const sets = [...upTo(most, pairs(pooled.length, completing)), ...upTo(most, triples(pooled.length, completing))];
  return sets.map((places) => places.flatMap((at) => pooled[at] ?? []));
}

type Completing = (chosen: readonly number[]) => readonly (readonly number[])[];

function* pairs(size: number, completing: Completing): Generator<readonly number[]> {
  for (let first = 0; first < size; first += 1) yield* completing([first]);
}

function* triples(size: number, completing: Completing): Generator<readonly number[]> {
  for (let first = 0; first < size; first += 1)
    for (let second = first + 1; second < size; second += 1) yield* completing([first, second]);
}

function upTo<T>(most: number, found: Iterable<T>): T[] {
  const kept: T[] = [];
  for (const one of found) {
    if (kept.length >= most) break;
    kept.push(one);
  }
  return kept;
}
