/** The bytes of one record, found but not yet parsed. */
export interface RawRecord {
  /** 1-based line on which it starts. */
  readonly line: number;
  /** Without white space around it; cut at the bound when `fault` says that it is too large. */
  readonly bytes: Buffer;
  /** Why the record is a reject whatever its bytes hold. */
  readonly fault?: string | undefined;
}

/** Gathers a record's bytes over chunk borders and stops gathering at a bound. */
export class RecordBytes {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #keptBytes = 0;
  #isTooLarge = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isEmpty(): boolean {
    return this.#keptBytes === 0;
  }

  append(part: Buffer): void {
    const room = this.#maxBytes - this.#keptBytes;
    if (part.length > room) this.#isTooLarge = true;
    if (room <= 0 || part.length === 0) return;
    const kept = part.subarray(0, room);
    this.#parts.push(kept);
    this.#keptBytes += kept.length;
  }

  /** The record gathered so far, trimmed of JSON white space; begins the next one. */
  take(line: number): RawRecord {
    const fault = this.#isTooLarge ? `the record is larger than ${this.#maxBytes} bytes` : undefined;
    return { line, bytes: trimEnd(this.takeBytes()), fault };
  }

  /** The bytes gathered so far as they are; begins the next ones. */
  takeBytes(): Buffer {
    const bytes = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#keptBytes = 0;
    this.#isTooLarge = false;
    return bytes;
  }
}

/** Tab, line feed, carriage return and space: the white space of JSON. */
export function isJsonSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function trimEnd(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (isJsonSpace(bytes[end - 1])) end--;
  return bytes.subarray(0, end);
}
