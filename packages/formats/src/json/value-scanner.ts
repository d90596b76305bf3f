/** Bytes that matter to where a value ends or on which line it stands. */
const structural = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number('"\\{}[],\n'.includes(String.fromCharCode(byte))),
);

/** Finds where a JSON value ends by counting brackets outside of strings, over any number of chunks. */
export class ValueScanner {
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #lineFeeds = 0;

  /** Place of the comma or closing bracket behind the value, which the next value then begins after; or the chunk's end. */
  scan(chunk: Buffer, from: number): number {
    let depth = this.#depth;
    let isInString = this.#isInString;
    let isEscaped = this.#isEscaped;
    const length = chunk.length;
    let at = from;
    for (; at < length; at++) {
      const byte = chunk[at]!;
      // Letters and digits are most of a file.
      if (structural[byte] === 0) isEscaped = false;
      else if (byte === 0x0a) {
        this.#lineFeeds++;
        isEscaped = false;
      } else if (isInString) {
        if (isEscaped) isEscaped = false;
        else if (byte === 0x5c) isEscaped = true;
        else if (byte === 0x22) isInString = false;
      } else if (byte === 0x22) isInString = true;
      else if (byte === 0x7b || byte === 0x5b) depth++;
      else if (byte === 0x7d || byte === 0x5d) {
        if (depth === 0) break;
        depth--;
      } else if (byte === 0x2c && depth === 0) break;
    }
    this.#depth = depth;
    this.#isInString = isInString;
    this.#isEscaped = isEscaped;
    return at;
  }

  /** Line feeds passed since the last call. */
  takeLineFeeds(): number {
    const count = this.#lineFeeds;
    this.#lineFeeds = 0;
    return count;
  }
}
