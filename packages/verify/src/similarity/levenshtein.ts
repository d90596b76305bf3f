/** 1 - edit distance / longer length, over bytes; 0 for two empty texts. */
import { microsOfRatio, type Micros } from "./micros.ts";

export function levenshtein(left: Uint8Array, right: Uint8Array): Micros {
  const longer = Math.max(left.length, right.length);
  return microsOfRatio(BigInt(longer - editDistance(left, right)), BigInt(longer));
}

export function editDistance(left: Uint8Array, right: Uint8Array): number {
  let row = Uint32Array.from({ length: right.length + 1 }, (_, index) => index);
  let next = new Uint32Array(right.length + 1);
  for (let at = 0; at < left.length; at++) {
    next[0] = at + 1;
    for (let other = 0; other < right.length; other++) {
      const replaced = row[other]! + (left[at] === right[other] ? 0 : 1);
      next[other + 1] = Math.min(replaced, row[other + 1]! + 1, next[other]! + 1);
    }
    [row, next] = [next, row];
  }
  return row[right.length]!;
}
