import { isJsonSpace, RecordBytes, type RawRecord } from "./raw-record.ts";

/** Splits NDJSON into its lines; lines of nothing but white space are no records. */
export class LineSplitter {
  readonly #record: RecordBytes;
  #line = 1;

  constructor(maxRecordBytes: number) {
    this.#record = new RecordBytes(maxRecordBytes);
  }

  /** The records that end in this chunk. */
  push(chunk: Buffer): RawRecord[] {
    const records: RawRecord[] = [];
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      this.#append(chunk, start, end);
      if (!this.#record.isEmpty) records.push(this.#record.take(this.#line));
      this.#line++;
      start = end + 1;
    }
    this.#append(chunk, start, chunk.length);
    return records;
  }

  /** The last record, when the file does not end in a line feed. */
  end(): RawRecord[] {
    return this.#record.isEmpty ? [] : [this.#record.take(this.#line)];
  }

  #append(chunk: Buffer, from: number, to: number): void {
    let start = from;
    if (this.#record.isEmpty) while (start < to && isJsonSpace(chunk[start])) start++;
    this.#record.append(chunk.subarray(start, to));
  }
}
