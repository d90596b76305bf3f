/** Exact sums of decimal texts, as whole units of the finest scale in use: amounts never become floating point. */

/** Digits after the mark. */
export const scaleOf = (text: string): number => (text.includes(".") ? text.length - text.indexOf(".") - 1 : 0);

/** Units of 10^-scale; the text must have no more digits after its mark. */
export function toUnits(text: string, scale: number): bigint {
  const [whole = "0", fraction = ""] = text.replace("-", "").split(".");
  const units = BigInt(`${whole}${fraction.padEnd(scale, "0")}`);
  return text.startsWith("-") ? -units : units;
}

export function fromUnits(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}

export function addDecimals(...texts: readonly string[]): string {
  const scale = Math.max(0, ...texts.map(scaleOf));
  return fromUnits(
    texts.reduce((sum, text) => sum + toUnits(text, scale), 0n),
    scale,
  );
}

export function subtractDecimals(from: string, text: string): string {
  const scale = Math.max(scaleOf(from), scaleOf(text));
  return fromUnits(toUnits(from, scale) - toUnits(text, scale), scale);
}

export const isZero = (text: string): boolean => /^-?[0.]*$/.test(text);

const RATE_DIGITS = 4;

/** A ratio between 0 and 1 with four digits, cut off: only the whole is 1.0000. undefined over zero. */
export function divideDecimals(part: string, whole: string): string | undefined {
  const scale = Math.max(scaleOf(part), scaleOf(whole));
  const divisor = toUnits(whole, scale);
  if (divisor === 0n) return undefined;
  return fromUnits((toUnits(part, scale) * 10n ** BigInt(RATE_DIGITS)) / divisor, RATE_DIGITS);
}
