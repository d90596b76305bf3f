import { readBytes } from "../byte-source.ts";
import type { ReadLimits, ResolvedSource } from "../source.ts";
import { createChunkDecoder } from "./chunk-decoder.ts";
import type { TextChunk } from "./record-scanner.ts";

/**
 * A text file's characters in chunks, without its byte-order mark, starting at byte `from` of the expanded file (which must
 * be the start of a character). Faulty bytes come as lone surrogates (see chunk-decoder.ts).
 */
export async function* readText(
  path: string,
  resolved: ResolvedSource,
  range: { limits: Required<ReadLimits>; from?: number },
): AsyncGenerator<TextChunk> {
  const encoding = resolved.options.encoding ?? "utf-8";
  const markBytes = resolved.bom ? (encoding === "utf-8" ? 3 : 2) : 0;
  const decoder = createChunkDecoder(encoding);
  let position = Math.max(range.from ?? 0, markBytes);
  const source = readBytes(path, { compression: resolved.compression, limits: range.limits, from: position });
  for await (const bytes of source) {
    position += bytes.length;
    const text = decoder.write(bytes);
    if (text !== "") yield { text, endByte: position - decoder.pendingBytes };
  }
  const text = decoder.end();
  if (text !== "") yield { text, endByte: position };
}
