/** The text similarities (matching.md §3) from their definitions, exact, in millionths rounded half up. */
import type { SimilarityMeasure } from "@recon/core";
import { fold, squeeze } from "./text-steps.ts";

const MILLION = 1_000_000n;

/** What tfidf needs to know of the open records: texts of both sides, NULLs left out. */
export type Corpus = readonly string[];

/** Similarity of two canonical texts in millionths. */
export function similarity(measure: SimilarityMeasure, a: string, b: string, corpus: Corpus): bigint {
  const [left, right] = [prepare(a), prepare(b)];
  switch (measure) {
    case "jaroWinkler":
      return jaroWinkler(Buffer.from(left), Buffer.from(right));
    case "levenshtein":
      return levenshtein(Buffer.from(left), Buffer.from(right));
    case "tokenSet":
      return tokenSet(left, right);
    case "tfidf":
      return tfidf(left, right, corpus.map(prepare));
  }
}

function prepare(text: string): string {
  return squeeze(fold(text));
}

function roundHalfUp(numerator: number | bigint, denominator: number | bigint): bigint {
  const [n, d] = [BigInt(numerator), BigInt(denominator)];
  return d === 0n ? 0n : (2n * n * MILLION + d) / (2n * d);
}

function jaroWinkler(a: Uint8Array, b: Uint8Array): bigint {
  const window = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Set<number>();
  const fromA: number[] = [];
  for (let i = 0; i < a.length; i++) {
    for (let j = Math.max(0, i - window); j <= Math.min(b.length - 1, i + window); j++) {
      if (taken.has(j) || a[i] !== b[j]) continue;
      taken.add(j);
      fromA.push(a[i]!);
      break;
    }
  }
  const m = fromA.length;
  if (m === 0) return 0n;
  const fromB = [...b].filter((_, j) => taken.has(j));
  const transpositions = Math.floor(fromA.filter((byte, k) => byte !== fromB[k]).length / 2);
  const numerator = m * m * (a.length + b.length) + (m - transpositions) * a.length * b.length;
  const denominator = 3 * m * a.length * b.length;
  if (10 * numerator <= 7 * denominator) return roundHalfUp(numerator, denominator);
  const prefix = commonPrefix(a, b);
  return roundHalfUp(10 * numerator + prefix * (denominator - numerator), 10 * denominator);
}

function commonPrefix(a: Uint8Array, b: Uint8Array): number {
  let length = 0;
  while (length < 4 && length < a.length && a[length] === b[length]) length++;
  return length;
}

function levenshtein(a: Uint8Array, b: Uint8Array): bigint {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  const longer = Math.max(a.length, b.length);
  return roundHalfUp(longer - row[b.length]!, longer);
}

function tokenSet(a: string, b: string): bigint {
  const [left, right] = [tokens(a), tokens(b)];
  const shared = [...left].filter((token) => right.has(token)).length;
  return roundHalfUp(shared, left.size + right.size - shared);
}

function tokens(text: string): Set<string> {
  return new Set(text.split(" ").filter((token) => token !== ""));
}

function tfidf(a: string, b: string, corpus: Corpus): bigint {
  const weigh = (counts: Map<string, number>): Map<string, bigint> =>
    new Map([...counts].map(([gram, count]) => [gram, BigInt(count * gramWeight(gram, corpus))]));
  const [left, right] = [weigh(trigrams(a)), weigh(trigrams(b))];
  const dot = [...left].reduce((sum, [gram, weight]) => sum + weight * (right.get(gram) ?? 0n), 0n);
  return roundedCosine(dot, squaredLength(left) * squaredLength(right));
}

function gramWeight(gram: string, corpus: Corpus): number {
  const documents = corpus.filter((text) => trigrams(text).has(gram)).length;
  return Math.round(1000 * Math.log(1 + corpus.length / documents));
}

function trigrams(text: string): Map<string, number> {
  const chars = [..." ", ...text, ..." "];
  const counts = new Map<string, number>();
  for (let i = 0; i + 3 <= chars.length; i++) {
    const gram = chars.slice(i, i + 3).join("");
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

function squaredLength(vector: Map<string, bigint>): bigint {
  return [...vector.values()].reduce((sum, weight) => sum + weight * weight, 0n);
}

/** The largest k with (k − ½) / 10^6 ≤ dot / √squares, without a square root. */
function roundedCosine(dot: bigint, squares: bigint): bigint {
  if (squares === 0n) return 0n;
  const reached = (k: bigint): boolean => (2n * k - 1n) ** 2n * squares <= 4n * MILLION * MILLION * dot * dot;
  let k = BigInt(Math.round((Number(dot) / Math.sqrt(Number(squares))) * 1e6));
  while (k > 0n && !reached(k)) k--;
  while (reached(k + 1n)) k++;
  return k;
}
