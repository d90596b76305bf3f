import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { Problem } from "@recon/api";
import { requireSpace } from "../../jobs/disk-space.ts";

export interface Receiving {
  readonly path: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Where the first byte goes; what stood behind it is overwritten. */
  readonly offset: number;
  /** Bytes that may arrive from there. */
  readonly mostBytes: number;
  readonly diskReserveBytes: number;
  /** Called now and then with the size that is safely on disk; when it throws, not a byte more is written. */
  onDurable?(sizeBytes: number): Promise<void>;
  /** Milliseconds; default: those of this process. */
  now?(): number;
}

export interface Received {
  /** Of the file so far. */
  readonly sizeBytes: number;
  /** Of the bytes that arrived. */
  readonly sha256: string;
}

const DURABLE_EVERY_BYTES = 8 * 2 ** 20;
/** A slow sender's bytes are made durable as well, and so is its right to send them. */
const DURABLE_EVERY_MS = 10_000;

/**
 * Writes bytes to a file as they come; never more than a chunk in memory. Returns when all of them are on the disk itself. A broken connection
 * rejects, after what had arrived was made durable.
 */
export async function receiveFile(receiving: Receiving): Promise<Received> {
  const { path, bytes, offset, mostBytes, diskReserveBytes, onDurable, now = () => performance.now() } = receiving;
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, offset === 0 ? "w" : "r+");
  const hash = createHash("sha256");
  let sizeBytes = offset;
  let durableBytes = offset;
  let durableAt = now();
  const makeDurable = async (): Promise<void> => {
    if (sizeBytes > durableBytes) await file.datasync();
    durableBytes = sizeBytes;
    durableAt = now();
    await onDurable?.(sizeBytes);
  };
  try {
    for await (const chunk of bytes) {
      if (sizeBytes + chunk.byteLength - offset > mostBytes) throw tooLarge(mostBytes);
      // Before the bytes: while this sender was silent, another one may have taken over the file.
      if (now() - durableAt > DURABLE_EVERY_MS) await makeDurable();
      await writeAll(file, chunk, sizeBytes);
      hash.update(chunk);
      sizeBytes += chunk.byteLength;
      if (sizeBytes - durableBytes < DURABLE_EVERY_BYTES) continue;
      await makeDurable();
      await requireSpace(dirname(path), 0, diskReserveBytes);
    }
    await makeDurable();
    return { sizeBytes, sha256: hash.digest("hex") };
  } catch (error) {
    if (!(error instanceof Problem) && !isDiskFull(error) && sizeBytes > durableBytes) await makeDurable();
    throw isDiskFull(error)
      ? new Problem("DISK_FULL", "The server's disk is full; nothing was kept of this.", { cause: error })
      : error;
  } finally {
    await file.close();
  }
}

const isDiskFull = (error: unknown): boolean =>
  ["ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "");

/** A disk that fills up may take a part of a chunk. */
async function writeAll(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.byteLength;) {
    const { bytesWritten } = await file.write(chunk, written, chunk.byteLength - written, position + written);
    written += bytesWritten;
  }
}

export function tooLarge(mostBytes: number): Problem {
  return new Problem("BODY_TOO_LARGE", `At most ${mostBytes.toLocaleString("en")} bytes may be sent here.`);
}
