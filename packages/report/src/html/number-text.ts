/** Thousands separators for reading; the digits themselves are untouched. */
export function grouped(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const separated = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? separated : `${separated}.${fraction}`;
}

export const counted = (n: number): string => grouped(String(n));

/** Counts a noun: `1 break`, `2 breaks`. */
export const plural = (n: number, noun: string): string => `${counted(n)} ${noun}${n === 1 ? "" : "s"}`;

/** Integers in the smallest unit of all texts, so that shares are computed from exact sums. */
export function scaled(decimals: readonly string[]): bigint[] {
  const scale = Math.max(0, ...decimals.map((text) => text.split(".")[1]?.length ?? 0));
  return decimals.map((text) => {
    const [whole = "0", fraction = ""] = text.split(".");
    return BigInt(`${whole}${fraction.padEnd(scale, "0")}`);
  });
}

/** Share in basis points, rounded down: less than everything never shows as 100 %. */
export function basisPoints(part: bigint, all: bigint): number {
  return all === 0n ? 0 : Number((part * 10_000n) / all);
}

/** `98.1 %` of basis points; a part that rounds to nothing is `under 0.1 %`. */
export function percent(points: number, isPresent = true): string {
  if (points < 10 && isPresent) return points === 0 ? "under 0.1 %" : "0.1 %";
  return points === 10_000 ? "100 %" : `${(Math.floor(points / 10) / 10).toFixed(1)} %`;
}
