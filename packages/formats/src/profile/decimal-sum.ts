/** Beyond this a sum of doubles might lose a unit. */
const SAFE = 2 ** 52;
/** Digits that a double holds exactly, with room for sums. */
const SMALL_DIGITS = 15;

/** An exact sum of decimals, kept per scale: in a double while that is exact, in a bigint beyond. */
export class DecimalSum {
  readonly #small: number[] = [];
  readonly #large: bigint[] = [];

  /** Adds `digits / 10^scale` so many times, negative times included. */
  add(digits: string, scale: number, times: number): void {
    const sum = digits.length > SMALL_DIGITS ? Infinity : (this.#small[scale] ?? 0) + Number(digits) * times;
    if (sum < SAFE && sum > -SAFE) this.#small[scale] = sum;
    else this.#addLarge(BigInt(digits) * BigInt(times), scale);
  }

  addSum(other: DecimalSum): void {
    for (let scale = 0; scale < other.#scales; scale++) this.#addLarge(other.#at(scale), scale);
  }

  /** The sum as a decimal text, with as many decimals as the summand with the most. */
  toText(): string {
    const scale = Math.max(this.#scales, 1) - 1;
    let total = 0n;
    for (let i = 0; i <= scale; i++) total += this.#at(i) * 10n ** BigInt(scale - i);
    const digits = String(total < 0n ? -total : total).padStart(scale + 1, "0");
    const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
    return total < 0n ? `-${text}` : text;
  }

  /** One more than the largest scale of any summand. */
  get #scales(): number {
    return Math.max(this.#small.length, this.#large.length);
  }

  #addLarge(value: bigint, scale: number): void {
    this.#large[scale] = (this.#large[scale] ?? 0n) + value;
  }

  #at(scale: number): bigint {
    return (this.#large[scale] ?? 0n) + BigInt(this.#small[scale] ?? 0);
  }
}
