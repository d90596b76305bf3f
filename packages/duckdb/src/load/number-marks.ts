import type { SourceOptions } from "@recon/core";
import { parseNumber } from "@recon/formats";
import { quoted } from "./quoted.ts";

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

/** The marks that a source's options leave possible; one alone when the plan has said all there is to say. */
export function possibleMarks({ decimal, thousands }: SourceOptions): readonly NumberMarks[] {
  const possible = candidates.filter(
    (marks) =>
      (decimal === undefined || marks.decimal === decimal) &&
      (thousands === undefined || marks.thousands === thousands),
  );
  return possible.length === 0 ? [{ decimal: decimal ?? ".", thousands }] : possible;
}

/** Whether a text is a number in these marks; a currency beside it does not matter here. */
export const readsIn = (marks: NumberMarks, text: string): boolean =>
  parseNumber(text, { ...marks, money: true }) !== undefined;

/** What the texts of a source's amounts say about its marks; their order does not matter. */
export class MarkEvidence {
  readonly #possible: readonly NumberMarks[];
  /** Texts that each of the possible marks reads. */
  readonly #read: number[];
  #onlyPoint: string | undefined;
  #onlyComma: string | undefined;
  /** Another amount with a decimal point than with a decimal comma: `1.234`. */
  #eitherByPoint: string | undefined;
  #eitherByComma: string | undefined;

  constructor(possible: readonly NumberMarks[]) {
    this.#possible = possible;
    this.#read = possible.map(() => 0);
  }

  add(text: string): void {
    const scales = new Map<NumberMarks["decimal"], number>();
    for (const [i, marks] of this.#possible.entries()) {
      const value = parseNumber(text, { ...marks, money: true });
      if (value === undefined) continue;
      this.#read[i]!++;
      scales.set(marks.decimal, value.scale);
    }
    const [point, comma] = [scales.get("."), scales.get(",")];
    if (point !== undefined && comma === undefined) this.#onlyPoint ??= text;
    else if (comma !== undefined && point === undefined) this.#onlyComma ??= text;
    else if (point !== comma && text.includes(",")) this.#eitherByComma ??= text;
    else if (point !== comma) this.#eitherByPoint ??= text;
  }

  /**
   * The marks that read the most; undefined where an amount may be either of two and the others do not tell which. That a lone point is a
   * decimal point is the documented default, as long as nothing speaks against it.
   */
  decide(): NumberMarks | undefined {
    if (this.#isOpen()) return undefined;
    if (this.#onlyPoint !== undefined && this.#onlyComma !== undefined) return this.likeliest();
    return this.#best(({ decimal }) => decimal === (this.#onlyComma === undefined ? "." : ","));
  }

  likeliest(): NumberMarks {
    return this.#best(() => true);
  }

  #isOpen(): boolean {
    if (this.#onlyPoint !== undefined && this.#onlyComma !== undefined)
      return this.#eitherByComma !== undefined || this.#eitherByPoint !== undefined;
    return this.#onlyPoint === undefined && this.#onlyComma === undefined && this.#eitherByComma !== undefined;
  }

  #best(isWanted: (marks: NumberMarks) => boolean): NumberMarks {
    const wanted = this.#possible.flatMap((marks, i) => (isWanted(marks) ? [{ marks, read: this.#read[i]! }] : []));
    const most = Math.max(...wanted.map(({ read }) => read));
    return (wanted.find(({ read }) => read === most) ?? { marks: this.#possible[0]! }).marks;
  }

  /** What is open, for the person to settle. */
  question(): string {
    const either = quoted(this.#eitherByComma ?? this.#eitherByPoint ?? "");
    if (this.#onlyPoint === undefined || this.#onlyComma === undefined)
      return `amounts such as ${either} may have a decimal comma or thousands commas`;
    return `amounts have decimal points as well as decimal commas, such as ${quoted(this.#onlyPoint)} and ${quoted(this.#onlyComma)}, and ${either} may be either`;
  }
}

/** Digits after the mark that the sampled numbers have at most. */
export function sampledScale(texts: readonly string[], marks: NumberMarks): number {
  const scales = texts.map((text) => parseNumber(text, { ...marks, money: true })?.scale ?? 0);
  return Math.min(17, Math.max(0, ...scales));
}
