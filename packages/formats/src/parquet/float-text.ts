/** Exponents from here on stay as JavaScript prints them; nearer ones are written out. */
const plainExponents = 21;

/** The shortest decimal that reads back as the same double; no exponent within ±21. */
export function doubleText(value: number): string {
  return withoutExponent(String(value));
}

/** The shortest decimal that reads back as the same 32-bit float: 0.1, not 0.10000000149011612. */
export function floatText(value: number): string {
  for (let digits = 6; digits < 10; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return doubleText(rounded);
  }
  return doubleText(value); // NaN
}

function withoutExponent(text: string): string {
  const at = text.indexOf("e");
  if (at < 0) return text;
  const exponent = Number(text.slice(at + 1));
  if (Math.abs(exponent) >= plainExponents) return text;
  const sign = text.startsWith("-") ? "-" : "";
  // JavaScript writes positive exponents only from 21 on, so only small numbers come here.
  const digits = text.slice(sign.length, at).replace(".", "");
  return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
}
