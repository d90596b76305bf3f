import { Composer, Lexer, LineCounter, Parser } from "yaml";
import type { CST, Document, YAMLError } from "yaml";
import { documentPlaces } from "./document-places.ts";
import type { DocumentPlaces } from "./document-places.ts";
import { plainValue } from "./plain-value.ts";
import type { PlanFault } from "./plan-faults.ts";

/** Far beyond any plan; YAML's reader takes seconds for a megabyte and minutes for hostile ones. */
const MOST_CHARACTERS = 1_000_000;
const DEEPEST_NESTING = 64;
const MOST_SYNTAX_FAULTS = 10;

export type ReadDocument =
  { readonly value: unknown; readonly places: DocumentPlaces } | { readonly faults: readonly PlanFault[] };

/**
 * Reads YAML 1.2 (of which JSON is a part) to plain values and their places. No tags, no merge keys, no duplicate keys;
 * size, depth and aliases are bounded, so that a hostile text is a fault and never a crash or a wait.
 */
export function readDocument(text: string): ReadDocument {
  const source = text.replace(/^\ufeff/, "");
  const refusal = refusedText(source);
  if (refusal !== undefined) return refusal;
  const lines = new LineCounter();
  const fault = (message: string, offset: number): ReadDocument => ({
    faults: [{ path: "", ...placeAt(lines, offset), message }],
  });
  const { tokens, tooDeepAt } = parseTokens(source, lines);
  if (tooDeepAt !== undefined) return fault(`a plan nests at most ${DEEPEST_NESTING} levels deep`, tooDeepAt);
  const [document, second] = composeDocuments(tokens);
  if (document === undefined) return fault("the plan is empty", 0);
  if (second !== undefined) return fault("a plan is one document; a second one starts here", second.range[0]);
  return readContents(document, lines);
}

function refusedText(source: string): ReadDocument | undefined {
  const fault = (message: string, line: number, column: number): ReadDocument => ({
    faults: [{ path: "", line, column, message }],
  });
  if (source.length > MOST_CHARACTERS) return fault(`a plan has at most ${MOST_CHARACTERS} characters`, 1, 1);
  // YAML 1.2.2, 5.1: no control characters but tab and line ends; JSON may hold the others from U+007F on.
  const control = /[^\t\n\r\x20-\u{10ffff}]/u.exec(source);
  if (control === null) return undefined;
  const before = source.slice(0, control.index).split("\n");
  const code = control[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
  const hint = code === "0000" ? "; is it a UTF-8 text?" : "";
  return fault(`a plan holds no control characters (U+${code})${hint}`, before.length, before.at(-1)!.length + 1);
}

function parseTokens(source: string, lines: LineCounter): { tokens: CST.Token[]; tooDeepAt?: number } {
  const tokens: CST.Token[] = [];
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(source)) {
    tokens.push(...parser.next(lexeme));
    // Composing recurses and would overflow the call stack; the parser keeps a stack of its own.
    if (parser.stack.length > DEEPEST_NESTING) return { tokens, tooDeepAt: parser.offset };
  }
  tokens.push(...parser.end());
  return { tokens };
}

function composeDocuments(tokens: readonly CST.Token[]): Document.Parsed[] {
  const composer = new Composer({
    version: "1.2",
    schema: "core",
    merge: false,
    // Quadratic in YAML's reader (20,000 keys took 43 s); plainValue looks for duplicates itself.
    uniqueKeys: false,
    stringKeys: true,
    resolveKnownTags: false,
    logLevel: "error",
  });
  return [...composer.compose(tokens)];
}

function readContents(document: Document.Parsed, lines: LineCounter): ReadDocument {
  const errors = [...document.errors, ...document.warnings];
  if (errors.length > 0) return { faults: syntaxFaults(errors, lines) };
  const { value, faults } = plainValue(document);
  if (faults.length === 0) return { value, places: documentPlaces(document, lines) };
  return { faults: faults.map(({ path, message, offset }) => ({ path, message, ...placeAt(lines, offset) })) };
}

/** One fault a line: what follows the first is mostly its consequence. */
function syntaxFaults(errors: readonly YAMLError[], lines: LineCounter): PlanFault[] {
  const byLine = new Map<number, PlanFault>();
  for (const error of errors) {
    const place = placeAt(lines, error.pos[0]);
    if (!byLine.has(place.line)) byLine.set(place.line, { path: "", ...place, message: wording(error) });
  }
  return [...byLine.values()].slice(0, MOST_SYNTAX_FAULTS);
}

function placeAt(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

const wordings: Partial<Record<YAMLError["code"], string>> = {
  TAB_AS_INDENT: "indent with spaces: YAML takes no tabs here",
  BLOCK_AS_IMPLICIT_KEY: 'a second ": " within one value; quote the text, or mend the indentation of what follows',
  MULTILINE_IMPLICIT_KEY: 'this is neither "key: value" nor indented as part of what stands above',
  BAD_INDENT: "the indentation fits nothing above",
  NON_STRING_KEY: "a key is a plain text",
  TAG_RESOLVE_FAILED: "a plan takes no tags (!…)",
  BAD_SCALAR_START: "a text that starts with this character needs quotes",
};

function wording(error: YAMLError): string {
  const plain = wordings[error.code];
  if (plain !== undefined) return plain;
  if (error.message.startsWith("Missing closing")) return "a quote is opened and not closed";
  return `not valid YAML: ${error.message.slice(0, 1).toLowerCase()}${error.message.slice(1)}`;
}
