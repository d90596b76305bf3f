import { ReconError } from "@recon/core";
import { isJsonSpace, RecordBytes, type RawRecord } from "./raw-record.ts";
import { ValueScanner } from "./value-scanner.ts";

/** A record of a JSON document, with the dotted path of its array; undefined when the document is the array. */
export interface DocumentRecord extends RawRecord {
  readonly array: string | undefined;
}

type State =
  "document" | "firstName" | "name" | "inName" | "colon" | "value" | "afterValue" | "skip" | "element" | "end";

const maxNameBytes = 1 << 16;
/**
 * Finds the records of a JSON document in its bytes: the elements of the array at the top, or of the array at a dotted
 * path, or of every array right under the top. It only counts brackets and watches for strings, so a malformed record
 * is found and left to the parser, and no depth of nesting costs stack or memory.
 */
export class DocumentSplitter {
  /** Dotted paths of the arrays whose elements were given out. */
  readonly arrays: (string | undefined)[] = [];
  readonly #file: string;
  readonly #wanted: string | undefined;
  readonly #record: RecordBytes;
  readonly #name: RecordBytes;
  /** Names of the properties whose objects are open, the current property last. */
  readonly #path: string[] = [];
  #state: State = "document";
  #line = 1;
  #recordLine = 1;
  readonly #value = new ValueScanner();
  #isNameEscaped = false;
  #hasComma = false;
  #records: DocumentRecord[] = [];

  /** `wanted`: dotted path of the array of records, as the plan names it. */
  constructor(file: string, wanted: string | undefined, maxRecordBytes: number) {
    this.#file = file;
    this.#wanted = wanted;
    this.#record = new RecordBytes(maxRecordBytes);
    this.#name = new RecordBytes(maxNameBytes);
  }

  /** The records that end in this chunk. Throws where the bytes around the records are no JSON. */
  push(chunk: Buffer): DocumentRecord[] {
    this.#records = [];
    for (let at = 0; at < chunk.length;) at = this.#step(chunk, at);
    return this.#records;
  }

  /** Throws unless the document is whole. */
  end(): void {
    if (this.#state === "end") return;
    if (this.#state === "document")
      throw this.#fault("INPUT_FORMAT", "holds no JSON value. Check that it is the right file");
    const isInRecord = this.#state === "element" && !this.#record.isEmpty;
    const where = isInRecord
      ? `within the record that begins on line ${this.#recordLine}`
      : `on line ${this.#line}, before the document does`;
    const message = `${this.#file} ends ${where}: it is cut off, or a bracket or quote before is not closed. Copy or export it again.`;
    const line = isInRecord ? this.#recordLine : this.#line;
    throw new ReconError("INPUT_TRUNCATED", message, { at: { file: this.#file, line } });
  }

  #step(chunk: Buffer, at: number): number {
    if (this.#state === "element") return this.#scanElement(chunk, at);
    if (this.#state === "skip") return this.#afterSkipped(chunk, this.#scanValue(chunk, at));
    if (this.#state === "inName") return this.#scanName(chunk, at);
    const byte = chunk[at]!;
    if (!isJsonSpace(byte)) return this.#token(String.fromCharCode(byte), at);
    if (byte === 0x0a) this.#line++;
    return at + 1;
  }

  /** A token between values; returns where to go on. */
  #token(token: string, at: number): number {
    switch (this.#state) {
      case "document":
        return this.#openDocument(token, at);
      case "firstName":
      case "name":
        return this.#openName(token, at);
      case "colon":
        if (token !== ":") throw this.#corrupt(token, "a colon");
        this.#state = "value";
        return at + 1;
      case "value":
        return this.#openValue(token, at);
      case "afterValue":
        return this.#afterValue(token, at);
      default:
        throw this.#fault(
          "INPUT_FORMAT",
          `goes on after its end on line ${this.#line}. If it holds a record per line, say \`format: ndjson\``,
        );
    }
  }

  #openDocument(token: string, at: number): number {
    if (token === "{") {
      this.#state = "firstName";
      return at + 1;
    }
    if (token !== "[")
      throw this.#fault("INPUT_FORMAT", "is no JSON document of records: it begins with neither [ nor {");
    if (this.#wanted !== undefined) {
      throw this.#fault(
        "INPUT_FORMAT",
        "is an array itself, so there is nothing to look up. Leave `records` out of the options",
      );
    }
    return this.#openArray(undefined, at);
  }

  #openName(token: string, at: number): number {
    if (token === "}" && this.#state === "firstName") return this.#closeObject(at);
    if (token !== '"') throw this.#corrupt(token, "a property name");
    this.#state = "inName";
    return at + 1;
  }

  #openValue(token: string, at: number): number {
    const path = this.#path.join(".");
    const isWanted = this.#wanted === undefined ? this.#path.length === 1 : path === this.#wanted;
    if (token === "[" && isWanted) return this.#openArray(path, at);
    if (this.#wanted !== undefined && isWanted) {
      throw this.#fault("INPUT_FORMAT", `has no array at ${JSON.stringify(path)}. Name an array in \`records\``);
    }
    if (token === "{" && this.#wanted?.startsWith(`${path}.`) === true) {
      this.#state = "firstName";
      return at + 1;
    }
    if (token === "," || token === "}" || token === "]") throw this.#corrupt(token, "a value");
    this.#state = "skip";
    return at;
  }

  #openArray(path: string | undefined, at: number): number {
    if (this.arrays.includes(path)) {
      throw this.#fault("INPUT_FORMAT", `has two properties ${JSON.stringify(path)}, so its records are not certain`);
    }
    this.arrays.push(path);
    this.#state = "element";
    this.#hasComma = false;
    return at + 1;
  }

  #afterValue(token: string, at: number): number {
    if (token === "}") return this.#closeObject(at);
    if (token !== ",") throw this.#corrupt(token, "a comma or }");
    this.#path.pop();
    this.#state = "name";
    return at + 1;
  }

  /** Leaves an object and the property that holds it; the path is one shorter than the objects around it. */
  #closeObject(at: number): number {
    const isEmpty = this.#state === "firstName";
    if (!isEmpty) this.#path.pop();
    this.#state = this.#path.length === 0 ? "end" : "afterValue";
    return at + 1;
  }

  #scanName(chunk: Buffer, at: number): number {
    for (let end = at; end < chunk.length; end++) {
      const byte = chunk[end];
      if (this.#isNameEscaped) this.#isNameEscaped = false;
      else if (byte === 0x5c) this.#isNameEscaped = true;
      else if (byte === 0x22) {
        this.#name.append(chunk.subarray(at, end));
        this.#path.push(this.#parseName(this.#name.takeBytes()));
        this.#state = "colon";
        return end + 1;
      }
    }
    this.#name.append(chunk.subarray(at));
    return chunk.length;
  }

  #parseName(bytes: Buffer): string {
    try {
      return JSON.parse(`"${bytes.toString("utf8")}"`) as string;
    } catch {
      throw this.#fault("INPUT_TRUNCATED", `has a property name on line ${this.#line} that is no JSON text`);
    }
  }

  #scanElement(chunk: Buffer, from: number): number {
    let at = from;
    if (this.#record.isEmpty) {
      while (isJsonSpace(chunk[at])) if (chunk[at++] === 0x0a) this.#line++;
      this.#recordLine = this.#line;
    }
    const end = this.#scanValue(chunk, at);
    this.#record.append(chunk.subarray(at, end));
    if (end === chunk.length) return end;
    const token = String.fromCharCode(chunk[end]!);
    if (token === "}") throw this.#corrupt(token, "a comma or ]");
    // `[1,]` and `[,1]` miss a value: that is a record too, one that cannot be read.
    if (token === "," || this.#hasComma || !this.#record.isEmpty) {
      this.#records.push({ ...this.#record.take(this.#recordLine), array: this.arrays.at(-1) });
    }
    this.#hasComma = token === ",";
    if (token === "]") this.#state = this.#path.length === 0 ? "end" : "afterValue";
    return end + 1;
  }

  #scanValue(chunk: Buffer, at: number): number {
    const end = this.#value.scan(chunk, at);
    this.#line += this.#value.takeLineFeeds();
    return end;
  }

  #afterSkipped(chunk: Buffer, end: number): number {
    if (end === chunk.length) return end;
    const token = String.fromCharCode(chunk[end]!);
    if (token === "]") throw this.#corrupt(token, "a comma or }");
    this.#state = "afterValue";
    return end;
  }

  #corrupt(found: string, expected: string): ReconError {
    const what = `is no whole JSON: ${JSON.stringify(found)} on line ${this.#line} instead of ${expected}`;
    return this.#fault("INPUT_TRUNCATED", `${what}. Copy or export it again`);
  }

  #fault(code: "INPUT_FORMAT" | "INPUT_TRUNCATED", what: string): ReconError {
    return new ReconError(code, `${this.#file} ${what}.`, { at: { file: this.#file, line: this.#line } });
  }
}
