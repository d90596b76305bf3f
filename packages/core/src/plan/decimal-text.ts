/** A number ≥ 0 as a decimal without exponent, digit for digit what its shortest text says: `1e-7` is `0.0000001`. */
export function decimalText(value: number): string {
  const [mantissa = "", exponent] = String(value).split("e-");
  if (exponent === undefined) return mantissa;
  const [whole = "", fraction = ""] = mantissa.split(".");
  return `0.${"0".repeat(Number(exponent) - whole.length)}${whole}${fraction}`;
}
