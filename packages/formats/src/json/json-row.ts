import { isAscii, isUtf8 } from "node:buffer";
import type { Cell, RecordRow, RejectRow } from "../source.ts";
import { parseRecord, type ParsedRecord } from "./parse-record.ts";
import type { RawRecord } from "./raw-record.ts";

/** A record of a JSON file; a class, so that a million rows do not carry a closure each. */
export class JsonRecord implements RecordRow {
  readonly kind = "record";
  readonly line: number;
  readonly cells: readonly Cell[];
  readonly #text: string;

  constructor(line: number, cells: readonly Cell[], text: string) {
    this.line = line;
    this.cells = cells;
    this.#text = text;
  }

  text(): string {
    return this.#text;
  }
}

/** A record's text and what the parser made of it. */
export interface ParsedRaw {
  readonly line: number;
  readonly text: string;
  readonly parsed: ParsedRecord;
}

const escaped = /["\\\u0000-\u001f]/; // oxlint-disable-line no-control-regex

/** Parses record after record, remembering the names of the last one: most files have them all alike. */
export class RecordReader {
  #expected: readonly string[] = [];

  read({ line, bytes, fault }: RawRecord): ParsedRaw {
    const ascii = isAscii(bytes);
    const text = bytes.toString(ascii ? "latin1" : "utf8");
    if (fault !== undefined) return { line, text, parsed: { kind: "fault", reason: fault } };
    if (!ascii && !isUtf8(bytes)) {
      return { line, text, parsed: { kind: "fault", reason: "it is not valid text in its encoding" } };
    }
    const parsed = parseRecord(text, this.#expected);
    const isNew = parsed.kind === "record" && parsed.names !== this.#expected;
    if (isNew) this.#expected = parsed.names.some((name) => escaped.test(name)) ? [] : parsed.names;
    return { line, text, parsed };
  }
}

/** Lays parsed records out in the file's columns. */
export class RowLayout {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #blank: readonly Cell[];
  #names: readonly string[] = [];
  #places: readonly number[] = [];

  constructor(columns: ReadonlyMap<string, number>) {
    this.#columns = columns;
    this.#blank = Array.from<Cell>({ length: columns.size }).fill(null);
  }

  /** The row of a parsed record; absent properties are NULL. Undefined when a property is no column. */
  row({ line, text, parsed }: ParsedRaw): JsonRecord | RejectRow | undefined {
    if (parsed.kind === "fault") return { kind: "reject", line, text, reason: parsed.reason };
    if (parsed.names !== this.#names) {
      this.#names = parsed.names;
      this.#places = parsed.names.map((name) => this.#columns.get(name) ?? -1);
    }
    if (this.#places.includes(-1)) return undefined;
    const cells = this.#blank.slice();
    for (let index = 0; index < this.#places.length; index++) cells[this.#places[index]!] = parsed.cells[index]!;
    return new JsonRecord(line, cells, text);
  }
}
