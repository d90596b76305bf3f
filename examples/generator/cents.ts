import type { Random } from "./random.ts";

/**
 * An amount in hundredths. Whole numbers far below 2^53 are exact, so the generators may use plain numbers where the
 * engine may not.
 */
export type Cents = number;

/** `1234.56`; with `decimal: ","` and `thousands: "."` `1.234,56`. */
export function formatCents(cents: Cents, marks: { decimal?: string; thousands?: string } = {}): string {
  const { decimal = ".", thousands = "" } = marks;
  const digits = String(Math.abs(cents)).padStart(3, "0");
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, thousands);
  return `${cents < 0 ? "-" : ""}${whole}${decimal}${digits.slice(-2)}`;
}

/** Hands out amounts of which no two lie close together, so that only planted coincidences can pair wrongly. */
export type AmountMint = {
  /** A new amount between the bounds, far from all others. */
  take(min: Cents, max: Cents): Cents;
  /** Claims an amount derived from another; false when it would come near a stranger's. */
  claim(cents: Cents): boolean;
};

/** Makes an {@link AmountMint} whose amounts lie more than `gap` cents apart. */
export function createAmountMint(random: Random, gap: Cents): AmountMint {
  const taken = new Map<number, Cents[]>();
  const claim = (cents: Cents): boolean => {
    const size = Math.abs(cents);
    const bucket = Math.floor(size / gap);
    const near = [bucket - 1, bucket, bucket + 1].flatMap((at) => taken.get(at) ?? []);
    if (near.some((other) => Math.abs(other - size) <= gap)) return false;
    taken.set(bucket, [...(taken.get(bucket) ?? []), size]);
    return true;
  };
  const take = (min: Cents, max: Cents): Cents => {
    for (let tries = 0; tries < 10_000; tries++) {
      const cents = random.int(min, max);
      if (claim(cents)) return cents;
    }
    throw new Error(`no amount left between ${min} and ${max}`);
  };
  return { take, claim };
}

/** The amount with two neighbouring, different digits exchanged; undefined when there are none to exchange. */
export function transposeDigits(cents: Cents, random: Random): Cents | undefined {
  const digits = [...String(Math.abs(cents))];
  const places = digits.flatMap((digit, at) =>
    at > 0 && at < digits.length - 1 && digit !== digits[at + 1] ? [at] : [],
  );
  if (places.length === 0) return undefined;
  const at = random.pick(places);
  [digits[at], digits[at + 1]] = [digits[at + 1]!, digits[at]!];
  return Math.sign(cents) * Number(digits.join(""));
}
