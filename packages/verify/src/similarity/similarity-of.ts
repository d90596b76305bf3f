/** One measure over canonical texts, each folded and squeezed first. */
import type { SimilarityMeasure } from "@recon/core";
import { foldText } from "../canonical/fold-text.ts";
import { squeezeWhiteSpace } from "../canonical/white-space.ts";
import { jaroWinkler } from "./jaro-winkler.ts";
import { levenshtein } from "./levenshtein.ts";
import type { Micros } from "./micros.ts";
import type { TrigramWeights } from "./tf-idf.ts";
import { tokenSet } from "./token-set.ts";

export function similarityOf(
  measure: SimilarityMeasure,
  texts: { left: string; right: string },
  weights: TrigramWeights | undefined,
): Micros {
  const left = comparableText(texts.left);
  const right = comparableText(texts.right);
  if (measure === "tokenSet") return tokenSet(left, right);
  if (measure === "tfidf") return weights?.cosine(left, right) ?? 0;
  const [leftBytes, rightBytes] = [Buffer.from(left), Buffer.from(right)];
  return measure === "jaroWinkler" ? jaroWinkler(leftBytes, rightBytes) : levenshtein(leftBytes, rightBytes);
}

export function comparableText(text: string): string {
  return squeezeWhiteSpace(foldText(text));
}
