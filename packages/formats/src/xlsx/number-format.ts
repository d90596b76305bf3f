/** How a cell's number is meant. `hasDate` and `hasTime`: parts that the format shows. */
export type NumberFormat =
  | { readonly kind: "number" }
  | { readonly kind: "duration" }
  | { readonly kind: "date"; readonly hasDate: boolean; readonly hasTime: boolean };

const plainNumber: NumberFormat = { kind: "number" };

/** Of the formats a program need not write out (ECMA-376 part 1, 18.8.30), those that are dates. */
const builtinDates: ReadonlyMap<number, NumberFormat> = new Map<number, NumberFormat>([
  ...dates([14, 15, 16, 17, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58], { hasDate: true, hasTime: false }),
  ...dates([18, 19, 20, 21, 32, 33, 45, 47], { hasDate: false, hasTime: true }),
  ...dates([22], { hasDate: true, hasTime: true }),
  // A date in Japanese, a time in Chinese: the value decides.
  ...dates([34, 35, 55, 56], { hasDate: false, hasTime: false }),
  [46, { kind: "duration" }],
]);

function dates(ids: readonly number[], shown: { hasDate: boolean; hasTime: boolean }): [number, NumberFormat][] {
  return ids.map((id) => [id, { kind: "date", ...shown }]);
}

/** The format of a style by its id and, where the workbook writes it out, its code. */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  return code === undefined ? (builtinDates.get(id) ?? plainNumber) : formatOfCode(code);
}

/** Judges a format code by the letters that stand for parts of a date. */
export function formatOfCode(code: string): NumberFormat {
  // Quoted text, escaped characters, spaces as wide as a character (`_x`) and fillers (`*x`) stand for themselves.
  const bare = code.replace(/"[^"]*"?|\\.?|[_*]./gs, "");
  if (/\[(h+|m+|s+)\]/i.test(bare)) return { kind: "duration" };
  // What is left in brackets is a colour, a condition or a language.
  const letters = bare.replace(/\[[^\]]*\]?/g, "").replace(/general/gi, "");
  const hasTime = /[hs]/i.test(letters);
  const hasDate = /[dy]/i.test(letters) || (/m/i.test(letters) && !hasTime);
  return hasTime || hasDate ? { kind: "date", hasDate, hasTime } : plainNumber;
}
