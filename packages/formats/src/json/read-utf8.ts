import { readBytes } from "../byte-source.ts";
import type { ReadLimits, ResolvedSource } from "../source.ts";
import { transcoder } from "./transcoder.ts";

/**
 * The file's text as UTF-8 bytes, expanded and without a byte-order mark, in chunks.
 * Text that is invalid in its own encoding comes out as bytes that are invalid UTF-8, so that its record is found.
 */
export async function* readUtf8(
  path: string,
  { compression, options }: ResolvedSource,
  limits: Required<ReadLimits>,
): AsyncGenerator<Buffer> {
  const encoding = options.encoding ?? "utf-8";
  const transcode = transcoder(encoding);
  let isStart = true;
  for await (const chunk of withWholeStart(readBytes(path, { compression, limits }))) {
    const text = transcode(chunk.subarray(isStart ? markLength(chunk, encoding) : 0), false);
    isStart = false;
    if (text.length > 0) yield text;
  }
  const rest = transcode(Buffer.alloc(0), true);
  if (rest.length > 0) yield rest;
}

/** Holds the first bytes back until there are enough of them to see a byte-order mark. */
async function* withWholeStart(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (start !== undefined) start = Buffer.concat([start, chunk]);
    if (start !== undefined && start.length < 4) continue;
    yield start ?? chunk;
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield start;
}

function markLength(start: Buffer, encoding: string): number {
  const hex = start.toString("hex", 0, 3);
  if (encoding === "utf-8") return hex === "efbbbf" ? 3 : 0;
  if (encoding === "utf-16le") return hex.startsWith("fffe") ? 2 : 0;
  return encoding === "utf-16be" && hex.startsWith("feff") ? 2 : 0;
}
