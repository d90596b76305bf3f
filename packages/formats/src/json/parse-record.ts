import type { Cell } from "../source.ts";

/** Levels of objects and arrays, the record's own included. */
const maxDepth = 512;

/** A record's properties in source order, or why it is none. */
export type ParsedRecord =
  | { readonly kind: "record"; readonly names: readonly string[]; readonly cells: readonly Cell[] }
  | { readonly kind: "fault"; readonly reason: string };

/** Raised inside of this module for text that is no record. */
class RecordFault extends Error {
  override readonly name = "RecordFault";
}

/**
 * Parses one JSON object into its properties' texts (docs/matching.md, section 1).
 *
 * `JSON.parse` cannot do it: even with `context.source` it drops the earlier of two equal properties without a word,
 * puts integer-like names first, recurses with the depth of the input, and in V8 13.6 (Node 24.21) even mixes escaped
 * names up: once `{"p":1,"\\":1}` was parsed, `{"p":1,"\n":1}` comes out as the same. Only lone texts with escapes go
 * through it, which are not affected.
 *
 * `expected`: the names of the record before, which are mostly this one's too. A record of exactly these names gives
 * the same array back, which spares looking its names up. Names that JSON writes with escapes are never expected.
 */
export function parseRecord(text: string, expected: readonly string[] = []): ParsedRecord {
  try {
    return new RecordParser(text, expected).parse();
  } catch (error) {
    if (error instanceof RecordFault) return { kind: "fault", reason: error.message };
    throw error;
  }
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const space = /[ \t\n\r]*/y;
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u001f]/;
const words = ["true", "false", "null"] as const;

/** An object or array that is still open; `names` are an object's properties so far. */
interface Open {
  readonly names: Set<string> | undefined;
  isEmpty: boolean;
}

class RecordParser {
  readonly #text: string;
  readonly #expected: readonly string[];
  /** White space between tokens is the only place for control characters; most records have none at all. */
  readonly #hasControls: boolean;
  #at = 0;
  /** Place of the next backslash at or after the place last asked for, or Infinity. */
  #backslash = -1;

  constructor(text: string, expected: readonly string[]) {
    this.#text = text;
    this.#expected = expected;
    this.#hasControls = controls.test(text);
  }

  parse(): ParsedRecord {
    this.#skipSpace();
    if (this.#text[this.#at] !== "{") this.#failWithoutObject();
    this.#at++;
    const cells: Cell[] = [];
    this.#skipSpace();
    let names: readonly string[] = [];
    if (this.#text[this.#at] === "}") this.#at++;
    else names = this.#properties(cells);
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail("there is more text after its end");
    return { kind: "record", names, cells };
  }

  #properties(cells: Cell[]): readonly string[] {
    const names: string[] = [];
    for (;;) {
      names.push(this.#expectedName(names.length) ?? this.#name());
      cells.push(this.#cell());
      this.#skipSpace();
      const next = this.#text[this.#at++];
      if (next === "}") break;
      if (next !== ",") this.#failAt(this.#at - 1, "a comma or } after the value");
      this.#skipSpace();
    }
    const isExpected = names.length === this.#expected.length && names.every((name, at) => name === this.#expected[at]);
    if (isExpected) return this.#expected;
    if (new Set(names).size < names.length) this.#failWithDuplicate(names);
    return names;
  }

  #expectedName(index: number): string | undefined {
    const name = this.#expected[index];
    if (name === undefined || this.#text[this.#at] !== '"') return undefined;
    const end = this.#at + 1 + name.length;
    if (this.#text[end] !== '"' || !this.#text.startsWith(name, this.#at + 1)) return undefined;
    this.#at = end + 1;
    this.#colon();
    return name;
  }

  /** A property's name and the colon behind it. */
  #name(): string {
    if (this.#text[this.#at] !== '"') this.#failAt(this.#at, "a property name in double quotes");
    const name = this.#string();
    this.#colon();
    return name;
  }

  #colon(): void {
    this.#skipSpace();
    if (this.#text[this.#at++] !== ":") this.#failAt(this.#at - 1, "a colon after the property name");
    this.#skipSpace();
  }

  #cell(): Cell {
    const first = this.#text[this.#at];
    if (first === '"') return this.#string();
    if (first === "{" || first === "[") return this.#nested();
    const scalar = this.#scalar();
    return scalar === "null" ? null : scalar;
  }

  /** A nested value as compact JSON. Iterative: its depth costs no stack. */
  #nested(): string {
    const open: Open[] = [];
    let compact = "";
    do {
      const next = this.#text[this.#at];
      if (next === "{" || next === "[") {
        if (open.length + 1 >= maxDepth) this.#fail(`it is nested deeper than ${maxDepth} levels`);
        this.#at++;
        open.push({ names: next === "{" ? new Set() : undefined, isEmpty: true });
        compact += next;
      } else {
        compact += next === '"' ? JSON.stringify(this.#string()) : this.#scalar();
      }
      compact += this.#afterValue(open);
    } while (open.length > 0);
    return compact;
  }

  /** What follows a value or an opening: closings, and the comma or name before the next value. */
  #afterValue(open: Open[]): string {
    let compact = "";
    for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
      this.#skipSpace();
      const isObject = inner.names !== undefined;
      const next = this.#text[this.#at];
      if (next === (isObject ? "}" : "]")) {
        this.#at++;
        compact += next;
        open.pop();
        const outer = open.at(-1);
        if (outer !== undefined) outer.isEmpty = false;
        continue;
      }
      return compact + this.#beforeValue(inner);
    }
    return compact;
  }

  #beforeValue(inner: Open): string {
    let compact = "";
    if (!inner.isEmpty) {
      if (this.#text[this.#at++] !== ",") this.#failAt(this.#at - 1, "a comma or the closing bracket");
      this.#skipSpace();
      compact = ",";
    }
    inner.isEmpty = false;
    if (inner.names === undefined) return compact;
    const name = this.#name();
    if (inner.names.has(name)) this.#failWithDuplicate([...inner.names, name]);
    inner.names.add(name);
    return `${compact}${JSON.stringify(name)}:`;
  }

  #scalar(): string {
    number.lastIndex = this.#at;
    const match = number.exec(this.#text)?.[0];
    const token = match ?? words.find((word) => this.#text.startsWith(word, this.#at));
    if (token === undefined) this.#failAt(this.#at, "a value");
    this.#at += token.length;
    return token;
  }

  #string(): string {
    const start = this.#at + 1;
    let end = this.#text.indexOf('"', start);
    if (this.#backslash < start) {
      const found = this.#text.indexOf("\\", start);
      this.#backslash = found < 0 ? Infinity : found;
    }
    if (this.#backslash < end) return this.#escapedString(start, end);
    if (end < 0) end = this.#failAt(this.#text.length, "the string's closing quote");
    const value = this.#text.slice(start, end);
    if (this.#hasControls && controls.test(value)) this.#failWithControl(value);
    this.#at = end + 1;
    return value;
  }

  #escapedString(start: number, firstQuote: number): string {
    let end = firstQuote;
    while (end >= 0 && this.#isEscaped(end)) end = this.#text.indexOf('"', end + 1);
    if (end < 0) this.#failAt(this.#text.length, "the string's closing quote");
    const token = this.#text.slice(start - 1, end + 1);
    if (this.#hasControls && controls.test(token)) this.#failWithControl(token);
    this.#at = end + 1;
    const value = parseEscapes(token);
    if (value === undefined) this.#fail(`a wrong escape in ${shorten(token)}`);
    if (value.includes("\0")) this.#fail("a text holds a NUL character");
    if (!value.isWellFormed()) this.#fail("a text holds half of a surrogate pair");
    return value;
  }

  #isEscaped(quote: number): boolean {
    let backslashes = 0;
    while (this.#text[quote - 1 - backslashes] === "\\") backslashes++;
    return backslashes % 2 === 1;
  }

  #skipSpace(): void {
    const code = this.#text.charCodeAt(this.#at);
    if (code > 0x20 || Number.isNaN(code)) return;
    space.lastIndex = this.#at;
    space.test(this.#text);
    this.#at = space.lastIndex;
  }

  #failWithoutObject(): never {
    const first = this.#text[this.#at] ?? "";
    if (first === "") this.#fail("there is no value");
    if (first === "[") this.#fail("it is an array, not an object");
    if (first === '"') this.#fail("it is a text, not an object");
    this.#fail(/[-\dtfn]/.test(first) ? "it is a single value, not an object" : "it is not JSON");
  }

  #failWithDuplicate(names: readonly string[]): never {
    const name = names.find((candidate, index) => names.indexOf(candidate) < index);
    this.#fail(`the property ${JSON.stringify(shorten(name ?? ""))} stands twice`);
  }

  #failWithControl(value: string): never {
    const code = controls.exec(value)![0].charCodeAt(0);
    const name =
      code === 0 ? "a NUL character" : code === 0x0a || code === 0x0d ? "a line break" : "a control character";
    this.#fail(`a text holds ${name} that is not escaped`);
  }

  #failAt(at: number, expected: string): never {
    const found = at >= this.#text.length ? "the end" : JSON.stringify(this.#text[at]);
    this.#fail(`it is not JSON: ${found} at character ${at + 1} instead of ${expected}`);
  }

  #fail(reason: string): never {
    throw new RecordFault(reason);
  }
}

function parseEscapes(token: string): string | undefined {
  try {
    return JSON.parse(token) as string;
  } catch {
    return undefined;
  }
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
