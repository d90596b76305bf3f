/** Shared distinct tokens over all distinct tokens of two squeezed texts. */
import { microsOfRatio, type Micros } from "./micros.ts";

export function tokenSet(left: string, right: string): Micros {
  const tokens = new Set(tokensOf(left));
  const others = new Set(tokensOf(right));
  const shared = [...tokens].filter((token) => others.has(token)).length;
  return microsOfRatio(BigInt(shared), BigInt(tokens.size + others.size - shared));
}

function tokensOf(text: string): string[] {
  return text.split(" ").filter((token) => token !== "");
}
