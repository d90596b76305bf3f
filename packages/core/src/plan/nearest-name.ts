/** Names longer than this are not compared: the cost is quadratic, and a person's slip is short. */
const LONGEST_NAME = 100;
/** A hostile plan could hold thousands of names and as many slips. */
const MOST_CANDIDATES = 1_000;

/**
 * The candidate a person most likely meant: equal but for case first, else the one within a third of the name's length
 * in Damerau-Levenshtein distance (optimal string alignment; at least 1, at most 3), the first given of equals.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const folded = name.toLowerCase();
  const bound = Math.min(3, Math.max(1, Math.floor(folded.length / 3)));
  let nearest: string | undefined;
  let nearestDistance = bound + 1;
  for (const candidate of [...candidates].slice(0, MOST_CANDIDATES)) {
    const distance = boundedDistance(folded, candidate.toLowerCase(), nearestDistance - 1);
    if (distance >= nearestDistance) continue;
    nearest = candidate;
    nearestDistance = distance;
  }
  return nearest;
}

/** `; did you mean "tolerance"?`, to be put behind a message, or an empty text when no candidate is near. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const nearest = nearestName(name, candidates);
  return nearest === undefined ? "" : `; did you mean ${JSON.stringify(nearest)}?`;
}

function boundedDistance(left: string, right: string, bound: number): number {
  if (Math.abs(left.length - right.length) > bound || left.length > LONGEST_NAME) return Infinity;
  // A name of one letter has nothing to recognise it by.
  if (left !== right && Math.min(left.length, right.length) < 2) return Infinity;
  return alignmentDistance(left, right, bound);
}

/** Optimal string alignment, of which only the band along the diagonal can stay within the bound. */
function alignmentDistance(left: string, right: string, bound: number): number {
  const width = right.length + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: width }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const row = Array.from({ length: width }, () => Infinity);
    row[0] = i;
    let least = i;
    for (let j = Math.max(1, i - bound); j <= Math.min(right.length, i + bound); j++) {
      const replaced = last[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      const cost = Math.min(last[j]! + 1, row[j - 1]! + 1, replaced, swapped ? beforeLast[j - 2]! + 1 : Infinity);
      row[j] = cost;
      least = Math.min(least, cost);
    }
    // A swap reaches back two rows, but never below what the row between them holds.
    if (least > bound) return Infinity;
    beforeLast = last;
    last = row;
  }
  return last[right.length]!;
}
