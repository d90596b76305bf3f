/**
 * A cell of a CSV file by RFC 4180, harmless when a spreadsheet opens it. A text that a spreadsheet would take for a formula gets a
 * leading `'`: one that starts with `=`, `+`, `-` or `@` (their full-width forms too), also behind white space, control characters or
 * quotes, and one that starts with a tab or line break, which some programs strip. Plain numbers (`-12.50`) stay numbers.
 */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  const text = typeof value === "number" ? String(value) : disarm(value);
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const plainNumber = /^[+-]?\d+(\.\d+)?$/;
// eslint-disable-next-line no-control-regex
const startsFormula = /^(?:[\s\u0000-\u001f"'`\u00ad\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]|[\t\r\n])/;

function disarm(text: string): string {
  return startsFormula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}
