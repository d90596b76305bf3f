/** Jaro-Winkler over bytes, exactly: W. E. Winkler, "String Comparator Metrics" (1990). */
import { microsOfRatio, type Micros } from "./micros.ts";

const MAX_PREFIX = 4;

export function jaroWinkler(left: Uint8Array, right: Uint8Array): Micros {
  if (left.length === 0 || right.length === 0) return 0;
  const { matches, transpositions } = countMatches(left, right);
  if (matches === 0) return 0;
  // jaro = (m/l + m/r + (m - t)/m) / 3 over one denominator
  const [m, l, r] = [BigInt(matches), BigInt(left.length), BigInt(right.length)];
  const numerator = m * m * (l + r) + (m - BigInt(transpositions)) * l * r;
  const denominator = 3n * m * l * r;
  if (10n * numerator <= 7n * denominator) return microsOfRatio(numerator, denominator);
  const prefix = BigInt(commonPrefix(left, right));
  return microsOfRatio(10n * numerator + prefix * (denominator - numerator), 10n * denominator);
}

function countMatches(left: Uint8Array, right: Uint8Array): { matches: number; transpositions: number } {
  const window = Math.max(0, Math.floor(Math.max(left.length, right.length) / 2) - 1);
  const leftTaken = new Uint8Array(left.length);
  const rightTaken = new Uint8Array(right.length);
  let matches = 0;
  for (let at = 0; at < left.length; at++) {
    const end = Math.min(right.length - 1, at + window);
    for (let other = Math.max(0, at - window); other <= end; other++) {
      if (rightTaken[other] || left[at] !== right[other]) continue;
      leftTaken[at] = rightTaken[other] = 1;
      matches++;
      break;
    }
  }
  let disordered = 0;
  let other = 0;
  for (let at = 0; at < left.length; at++) {
    if (!leftTaken[at]) continue;
    while (!rightTaken[other]) other++;
    if (left[at] !== right[other++]) disordered++;
  }
  return { matches, transpositions: disordered >> 1 };
}

function commonPrefix(left: Uint8Array, right: Uint8Array): number {
  let length = 0;
  while (length < MAX_PREFIX && length < left.length && left[length] === right[length]) length++;
  return length;
}
