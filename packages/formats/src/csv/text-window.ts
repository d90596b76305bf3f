/** The part of a file's text that is at hand, with the places of the characters that matter remembered. */

const LF = 0x0a;
const CR = 0x0d;

export class TextWindow {
  text = "";
  /** Whether the file ends where the text ends. */
  isFinal = false;

  readonly #delimiter: string;
  readonly #quote: string;
  /** Where the next such character is, at or after the position last asked for; the length where there is none. */
  #nextLf = -1;
  #nextCr = -1;
  #nextQuote = -1;
  #nextDelimiter = -1;

  constructor(delimiter: string, quote: string) {
    this.#delimiter = delimiter;
    this.#quote = quote;
  }

  show(text: string): void {
    this.text = text;
    this.goBack();
  }

  /** Allows positions before those asked for so far. */
  goBack(): void {
    this.#nextLf = this.#nextCr = this.#nextQuote = this.#nextDelimiter = -1;
  }

  /** Each of these wants positions that never decrease (but see `goBack`), and gives the text's length where there is none. */
  lineEndFrom(position: number): number {
    if (this.#nextLf < position) this.#nextLf = this.#find("\n", position);
    if (this.#nextCr < position) this.#nextCr = this.#find("\r", position);
    return this.#nextLf < this.#nextCr ? this.#nextLf : this.#nextCr;
  }

  quoteFrom(position: number): number {
    if (this.#nextQuote < position) this.#nextQuote = this.#quote === "" ? Infinity : this.#find(this.#quote, position);
    return this.#nextQuote;
  }

  delimiterFrom(position: number): number {
    if (this.#nextDelimiter < position) this.#nextDelimiter = this.#find(this.#delimiter, position);
    return this.#nextDelimiter;
  }

  isLineEnd(position: number): boolean {
    const code = this.text.charCodeAt(position);
    return position >= this.text.length || code === LF || code === CR;
  }

  /** Where the line after a line end starts; negative while more text may change that. */
  afterLine(lineEnd: number): number {
    const { length } = this.text;
    if (lineEnd >= length) return this.isFinal ? length : -1;
    if (this.text.charCodeAt(lineEnd) !== CR) return lineEnd + 1;
    if (lineEnd + 1 === length) return this.isFinal ? length : -1;
    return this.text.charCodeAt(lineEnd + 1) === LF ? lineEnd + 2 : lineEnd + 1;
  }

  #find(wanted: string, position: number): number {
    const found = this.text.indexOf(wanted, position);
    return found < 0 ? this.text.length : found;
  }
}
