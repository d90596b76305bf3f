/** Cosine of character-trigram vectors with integer weights, over the records open at a pass. */
import { microsOf, type Micros } from "./micros.ts";

export class TrigramWeights {
  readonly #holders = new Map<string, number>();
  #texts = 0;

  /** One open record's non-NULL text, folded and squeezed. */
  add(text: string): void {
    this.#texts++;
    for (const trigram of trigramsOf(text).keys()) this.#holders.set(trigram, (this.#holders.get(trigram) ?? 0) + 1);
  }

  cosine(left: string, right: string): Micros {
    const vector = this.#vectorOf(left);
    const other = this.#vectorOf(right);
    let dot = 0;
    for (const [trigram, weight] of vector) dot += weight * (other.get(trigram) ?? 0);
    const norms = Math.sqrt(squareSum(vector)) * Math.sqrt(squareSum(other));
    return norms === 0 ? 0 : microsOf(dot / norms);
  }

  #vectorOf(text: string): Map<string, number> {
    const vector = trigramsOf(text);
    for (const [trigram, count] of vector) {
      const holders = this.#holders.get(trigram) ?? 0;
      vector.set(trigram, holders === 0 ? 0 : count * Math.round(1000 * Math.log(1 + this.#texts / holders)));
    }
    return vector;
  }
}

function trigramsOf(text: string): Map<string, number> {
  const characters = [" ", ...text, " "];
  const counts = new Map<string, number>();
  for (let at = 0; at + 3 <= characters.length; at++) {
    const trigram = characters[at]! + characters[at + 1]! + characters[at + 2]!;
    counts.set(trigram, (counts.get(trigram) ?? 0) + 1);
  }
  return counts;
}

function squareSum(vector: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const weight of vector.values()) sum += weight * weight;
  return sum;
}
