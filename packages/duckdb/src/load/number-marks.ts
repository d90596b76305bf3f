import { ReconError, type SourceOptions } from "@recon/core";
import { parseNumber } from "@recon/formats";

export interface NumberMarks {
  readonly decimal: NonNullable<SourceOptions["decimal"]>;
  readonly thousands?: NonNullable<SourceOptions["thousands"]> | undefined;
}

/** In the order of preference where several read equally many values: plain decimals first. */
const candidates: readonly NumberMarks[] = [
  { decimal: "." },
  { decimal: "," },
  { decimal: ".", thousands: "," },
  { decimal: ",", thousands: "." },
  { decimal: ".", thousands: "'" },
  { decimal: ".", thousands: " " },
  { decimal: ",", thousands: " " },
  { decimal: ",", thousands: "'" },
];

/** The marks that read most of the sampled numbers, as far as the plan leaves them open. */
export function detectNumberMarks(texts: readonly string[], options: SourceOptions): NumberMarks {
  const allowed = candidates.filter(
    (marks) =>
      (options.decimal === undefined || marks.decimal === options.decimal) &&
      (options.thousands === undefined || marks.thousands === options.thousands),
  );
  const fallback: NumberMarks = { decimal: options.decimal ?? ".", thousands: options.thousands };
  let [best, most] = [allowed[0] ?? fallback, -1];
  for (const marks of allowed) {
    const read = texts.filter((text) => parseNumber(text, { ...marks, money: true }) !== undefined).length;
    if (read > most) [best, most] = [marks, read];
  }
  requireSettled(texts, best, most, allowed);
  return best;
}

/**
 * `1,234` is a thousand or a little more than one. Plain decimals with a point are the documented default; where the data would have to be
 * read with a comma and another reading gives other amounts, the plan must say.
 */
function requireSettled(
  texts: readonly string[],
  best: NumberMarks,
  most: number,
  allowed: readonly NumberMarks[],
): void {
  if (best.decimal !== "," || best.thousands !== undefined || most <= 0) return;
  const grouped = allowed.find((marks) => marks.decimal === "." && marks.thousands === ",");
  if (grouped === undefined) return;
  const reads = (text: string): boolean => parseNumber(text, { ...grouped, money: true }) !== undefined;
  const example = texts.find((text) => text.includes(",") && reads(text));
  if (example === undefined || texts.filter(reads).length < most) return;
  throw new ReconError(
    "PLAN_INVALID",
    `amounts such as ${JSON.stringify(example)} may have a decimal comma or thousands commas; set options.decimal of this source to "," or "." (with thousands: ",")`,
    { at: { path: "options.decimal" } },
  );
}

/** Digits after the mark that the sampled numbers have at most. */
export function sampledScale(texts: readonly string[], marks: NumberMarks): number {
  const scales = texts.map((text) => parseNumber(text, { ...marks, money: true })?.scale ?? 0);
  return Math.min(17, Math.max(0, ...scales));
}
