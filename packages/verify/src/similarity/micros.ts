/** Similarities as whole millionths: rounded half up to six decimals once, compared as integers ever after. */
export type Micros = number;

export const ONE_MICROS = 1_000_000;

/** `numerator / denominator` rounded half up, exactly. */
export function microsOfRatio(numerator: bigint, denominator: bigint): Micros {
  return denominator === 0n ? 0 : Number((2_000_000n * numerator + denominator) / (2n * denominator));
}

export function microsOf(value: number): Micros {
  return Math.floor(value * ONE_MICROS + 0.5);
}
