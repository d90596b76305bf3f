import type { SourceOptions } from "@recon/core";
import { parseDate } from "@recon/formats";
import { quoted } from "./quoted.ts";

const threeNumbers = /^\s*\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})(?!\d)/;

/** What a source's `a/b/c` dates say about the order of day and month. */
export class DateEvidence {
  onlyDayFirst: string | undefined;
  onlyMonthFirst: string | undefined;
  eitherDiffering: string | undefined;

  #fields = new Set<string>();

  add(text: string, field: string): void {
    if (!threeNumbers.test(text)) return;
    this.#fields.add(field);
    const dayFirst = parseDate(text, "dmy");
    const monthFirst = parseDate(text, "mdy");
    if (dayFirst !== undefined && monthFirst === undefined) this.onlyDayFirst ??= text;
    else if (monthFirst !== undefined && dayFirst === undefined) this.onlyMonthFirst ??= text;
    else if (dayFirst !== undefined && dayFirst !== monthFirst) this.eitherDiffering ??= text;
  }

  /** What is open, for the person to settle. */
  question(): string {
    const fields = [...this.#fields].map((field) => `"${field}"`).join(", ");
    const what =
      this.onlyDayFirst !== undefined && this.onlyMonthFirst !== undefined
        ? `hold dates of both orders, such as ${quoted(this.onlyDayFirst)} and ${quoted(this.onlyMonthFirst)}`
        : `leave open which number is the day, as in ${quoted(this.eitherDiffering ?? "")}`;
    return `${fields} ${what}`;
  }
}

/** The order every value agrees on; undefined where it makes no difference; "asked" where the data leave it open. */
export function decideDateOrder(evidence: DateEvidence): SourceOptions["dateOrder"] | "asked" {
  if (evidence.onlyDayFirst !== undefined) return evidence.onlyMonthFirst === undefined ? "dmy" : "asked";
  if (evidence.onlyMonthFirst !== undefined) return "mdy";
  return evidence.eitherDiffering === undefined ? undefined : "asked";
}
