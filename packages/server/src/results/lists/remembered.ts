import type { OpenSet } from "../reader/open-set.ts";

const MAX_REMEMBERED = 500;

/** Results that stay true until review changes something; the oldest make room. */
export async function remembered<T>(set: OpenSet, key: string, work: () => Promise<T>): Promise<T> {
  const { remembered: known } = set;
  if (known.has(key)) return known.get(key) as T;
  const seq = set.reviewSeq;
  const result = await work();
  if (set.reviewSeq === seq) remember(set, key, result);
  return result;
}

export function remember({ remembered: known }: OpenSet, key: string, result: unknown): void {
  if (known.size >= MAX_REMEMBERED) known.delete(known.keys().next().value!);
  known.set(key, result);
}
