/**
 * The end of a record that is too large to be held: it is followed through the chunks of the file while only its state
 * is kept. The rules are those of record-scanner.ts.
 */

type State = "fieldStart" | "plain" | "quoted" | "quoteInQuoted" | "broken" | "carriageReturn";

export class LongRecord {
  /** Line ends inside the record so far. */
  lineBreaks = 0;
  #state: State;
  #afterReturn = false;
  readonly #delimiter: number;
  readonly #quote: number;

  /** `lineOnly`: the record ends with its line, whatever its quotes say. */
  constructor(delimiter: string, quote: string, lineOnly: boolean) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#quote = quote.charCodeAt(0);
    this.#state = lineOnly ? "broken" : "fieldStart";
  }

  /** Whether the record would swallow the rest of the file: its last quote was never closed. */
  get isUnclosed(): boolean {
    return this.#state === "quoted";
  }

  /** Follows the record into more text. Returns where the next record starts, or undefined when it goes on. */
  follow(text: string): number | undefined {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (this.#state === "carriageReturn") return code === 0x0a ? i + 1 : i;
      if (this.#state === "quoted") {
        this.#countBreak(code);
        if (code === this.#quote) this.#state = "quoteInQuoted";
      } else if (this.#state === "quoteInQuoted" && code === this.#quote) {
        this.#state = "quoted";
      } else if (code === 0x0a) {
        return i + 1;
      } else if (code === 0x0d) {
        this.#state = "carriageReturn";
      } else {
        this.#state = this.#nextState(code);
      }
    }
    return undefined;
  }

  #nextState(code: number): State {
    if (this.#state === "broken") return "broken";
    if (code === this.#delimiter) return "fieldStart";
    if (this.#state === "quoteInQuoted") return "broken";
    return this.#state === "fieldStart" && code === this.#quote ? "quoted" : "plain";
  }

  #countBreak(code: number): void {
    if (code === 0x0d || (code === 0x0a && !this.#afterReturn)) this.lineBreaks++;
    this.#afterReturn = code === 0x0d;
  }
}
