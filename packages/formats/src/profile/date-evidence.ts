/** What a column's values say about how its dates are written. */
import { dateOf, type DateShape, splitDate } from "./parse-date.ts";

/** Values of the form `a/b/c`, by what the calendar allows. */
export interface NumericDateCounts {
  readonly onlyDmy: number;
  readonly onlyMdy: number;
  /** Two different dates, by the order. */
  readonly differing: number;
  /** The same date either way (a = b). */
  readonly same: number;
}

/** `open`: the data leave it open. `conflict`: some values read only one way and others only the other. */
export type DetectedDateOrder = "dmy" | "mdy" | "open" | "conflict";

export class DateEvidence {
  readonly shapes: Record<DateShape, number> = { iso: 0, compact: 0, named: 0, numeric: 0 };
  readonly numeric = { onlyDmy: 0, onlyMdy: 0, differing: 0, same: 0 };
  /** Values whose year lies in 1900 to 2099: eight digits outside of it are hardly a date. */
  usualYears = 0;
  withTime = 0;

  /** Takes a trimmed, non-empty text into account that stands there so many times; false when it is no date. */
  add(text: string, times = 1): boolean {
    if (!mayBeDate(text)) return false;
    const written = splitDate(text);
    if (written === undefined) return false;
    const dmy = dateOf(written, "dmy");
    const mdy = written.shape === "numeric" ? dateOf(written, "mdy") : dmy;
    const date = dmy ?? mdy;
    if (date === undefined) return false;
    this.shapes[written.shape] += times;
    if (written.shape === "numeric") this.numeric[reading(dmy, mdy)] += times;
    if (date >= "1900" && date < "2100") this.usualYears += times;
    if (written.time !== "") this.withTime += times;
    return true;
  }
}

/** Turns most other texts away: a date is eight digits, or has two separators, or starts or goes on with a month. */
function mayBeDate(text: string): boolean {
  if (text.length < 6) return false;
  let separators = 0;
  for (let i = 0; i < text.length && i < 10; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x2d || code === 0x2e || code === 0x2f || code === 0x20) separators++;
    else if (code > 0x39) return i > 0 || isMonthInitial(code);
  }
  return separators >= 2 || (separators === 0 && text.length >= 8);
}

function isMonthInitial(code: number): boolean {
  return "jfmasondJFMASOND".includes(String.fromCharCode(code));
}

function reading(dmy: string | undefined, mdy: string | undefined): keyof NumericDateCounts {
  if (dmy === undefined) return "onlyMdy";
  if (mdy === undefined) return "onlyDmy";
  return dmy === mdy ? "same" : "differing";
}

/** The order that `a/b/c` values settle; undefined when there are none or it makes no difference. */
export function settleDateOrder({ onlyDmy, onlyMdy, differing }: NumericDateCounts): DetectedDateOrder | undefined {
  if (onlyDmy > 0 && onlyMdy > 0) return "conflict";
  if (onlyDmy > 0) return "dmy";
  if (onlyMdy > 0) return "mdy";
  return differing > 0 ? "open" : undefined;
}
