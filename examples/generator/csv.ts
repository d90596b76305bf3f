/** How a CSV file is written. */
export type CsvStyle = { delimiter: string; lineEnd: "\n" | "\r\n" };

/** One line of CSV without its line end; cells are quoted only where they must be. */
export function csvLine(cells: readonly string[], { delimiter }: CsvStyle): string {
  return cells
    .map((cell) => (cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(delimiter);
}

/** A whole CSV text from lines that are already written. */
export function csvText(lines: readonly string[], { lineEnd }: CsvStyle): string {
  return lines.map((line) => line + lineEnd).join("");
}

// The places where Windows-1252 differs from Latin-1, as far as the examples need them.
const windows1252 = new Map([
  ["€", 0x80],
  ["„", 0x84],
  ["“", 0x93],
  ["’", 0x92],
  ["–", 0x96],
]);

/** The bytes of a text in Windows-1252; a character outside it is a mistake of the generator. */
export function encodeWindows1252(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => {
    const code = windows1252.get(character) ?? character.codePointAt(0)!;
    if (code > 0xff) throw new Error(`not in Windows-1252: ${character}`);
    return code;
  });
}

/** The bytes of a text in UTF-8. */
export function encodeUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
