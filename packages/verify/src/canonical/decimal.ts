/** Exact decimals: an integer of 10^-scale units. */

export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** A plan's decimal text (`"0.05"`), which its schema has checked. */
export function parsePlanDecimal(text: string): Decimal {
  const [whole = "0", fraction = ""] = text.split(".");
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/** The units at another scale; `null` when digits would be lost. */
export function rescale(value: Decimal, scale: number): bigint | null {
  if (value.scale <= scale) return value.units * 10n ** BigInt(scale - value.scale);
  const factor = 10n ** BigInt(value.scale - scale);
  return value.units % factor === 0n ? value.units / factor : null;
}

/** `12.50` for 1250 units at scale 2. */
export function formatDecimal(units: bigint, scale: number): string {
  if (scale === 0) return units.toString();
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
