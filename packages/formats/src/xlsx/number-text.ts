/** Digits that a spreadsheet program keeps: what a double holds beyond them is noise of its arithmetic. */
const significantDigits = 15;

/** The shortest decimal of the value rounded to 15 significant digits, without an exponent. */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value === 0 ? 0 : value);
  const short = String(value);
  // Up to 15 digits, mark and sign included: nothing to round, no exponent to write out.
  if (short.length <= significantDigits && !short.includes("e")) return short;
  const [mantissa, exponent] = Math.abs(value)
    .toExponential(significantDigits - 1)
    .split("e") as [string, string];
  const digits = mantissa.replace(".", "").replace(/0+$/, "");
  return (value < 0 ? "-" : "") + placeMark(digits, Number(exponent) + 1);
}

/** `digits` with the mark behind the first `whole` of them. */
function placeMark(digits: string, whole: number): string {
  if (whole <= 0) return `0.${"0".repeat(-whole)}${digits}`;
  if (whole >= digits.length) return digits.padEnd(whole, "0");
  return `${digits.slice(0, whole)}.${digits.slice(whole)}`;
}
