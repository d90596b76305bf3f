/** Whether a text is JSON, and whether it is one document or one per line. */

/**
 * Judges by the first value in the text: a second one after it makes the text NDJSON. A header such as `[id],[name]`
 * is not taken for JSON. `name` decides only where the text cannot: one object, or a first value that does not end.
 */
export function jsonShape(text: string, name: string): "json" | "ndjson" | undefined {
  const start = text.search(/[^\t\n\r ]/);
  if (
    start < 0 ||
    !/^(\[\s*([[{"\]\d-]|true\b|false\b|null\b|$)|\{\s*(["}]|$))/.test(text.slice(start, start + 1000))
  ) {
    return undefined;
  }
  const namedLines = /\.(ndjson|jsonl)(\.gz)?$/i.test(name);
  const end = endOfValue(text, start);
  if (end === undefined) return namedLines ? "ndjson" : "json";
  const rest = /\S/.exec(text.slice(end))?.[0];
  if (rest === undefined) return namedLines && text[start] === "{" ? "ndjson" : "json";
  if (rest === "{" || rest === "[") return "ndjson";
  // `[1],[2]` or `{"a"};{"b"}` is the first line of something else.
  return rest === "," || rest === ";" ? undefined : "json";
}

/** The position after the object or array that starts here; undefined when it does not end in the text. */
function endOfValue(text: string, start: number): number | undefined {
  const tokens = /"(?:[^"\\]+|\\.)*(?:"|$)|[[\]{}]/gs;
  tokens.lastIndex = start;
  let depth = 0;
  for (let match = tokens.exec(text); match !== null; match = tokens.exec(text)) {
    if (match[0] === "{" || match[0] === "[") depth++;
    else if (match[0] === "}" || match[0] === "]") depth--;
    if (depth === 0) return tokens.lastIndex;
  }
  return undefined;
}
