/** The bytes of a source file, unpacked when it is gzip, in order and with bounded memory. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { ExpansionBudget } from "./expansion-budget.ts";
import { readFault } from "./read-fault.ts";
import type { ReadLimits, ResolvedSource } from "./source.ts";

const CHUNK_BYTES = 512 * 1024;

export interface ByteSourceOptions {
  readonly compression: ResolvedSource["compression"];
  readonly limits: Required<ReadLimits>;
  /** Expanded bytes to pass over before the first chunk. Default 0. */
  readonly from?: number;
}

/**
 * Yields the (expanded) bytes of a file in chunks of about half a MiB; each chunk is the receiver's to keep.
 * Throws `INPUT_MISSING`, `INPUT_IS_FOLDER`, `INPUT_UNREADABLE`, `INPUT_TRUNCATED` (gzip cut off or damaged) or
 * `LIMIT_SIZE` (gzip that expands beyond its bounds).
 */
export async function* readBytes(path: string, options: ByteSourceOptions): AsyncGenerator<Buffer> {
  try {
    if (options.compression === "gzip") yield* readGzip(path, options);
    else yield* readPlain(path, options.from ?? 0);
  } catch (error) {
    throw readFault(error, path);
  }
}

async function* readPlain(path: string, from: number): AsyncGenerator<Buffer> {
  const file = await open(path, "r");
  try {
    let position = from;
    const readNext = () => file.read(Buffer.allocUnsafeSlow(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    // The next read is under way while the receiver works on this chunk.
    let pending = readNext();
    pending.catch(() => undefined);
    for (;;) {
      const { bytesRead, buffer } = await pending;
      if (bytesRead === 0) return;
      position += bytesRead;
      pending = readNext();
      pending.catch(() => undefined);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function* readGzip(path: string, { limits, from = 0 }: ByteSourceOptions): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES / 2 });
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  file.on("error", (error) => gunzip.destroy(error));
  file.pipe(gunzip);
  const budget = new ExpansionBudget(path, limits);
  try {
    let expanded = 0;
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      const start = expanded;
      expanded += chunk.length;
      budget.spend(chunk.length, gunzip.bytesWritten);
      if (expanded > from) yield start >= from ? chunk : chunk.subarray(from - start);
    }
  } finally {
    file.destroy();
    gunzip.destroy();
  }
}
