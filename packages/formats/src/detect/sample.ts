/** The bytes that detection looks at. */
import { open, stat, type FileHandle } from "node:fs/promises";
import { ReconError } from "@recon/core";
import { readBytes } from "../byte-source.ts";
import { folderFault, readFault } from "../read-fault.ts";
import { defaultReadLimits } from "../read-limits.ts";

const HEAD_BYTES = 1024 * 1024;
const WINDOW_BYTES = 64 * 1024;
const WINDOWS = 15;

export interface Sample {
  readonly sizeBytes: number;
  readonly compression: "none" | "gzip";
  /** The first bytes of the expanded file, at most 1 MiB. */
  readonly head: Buffer;
  /** Whether the head is the whole file. */
  readonly isWhole: boolean;
  /** The last bytes of the file as it lies on disk, at most 8. */
  readonly tail: Buffer;
  /** Stretches from all over the file: a rare character shows its encoding only there. None for gzip. */
  readonly windows: readonly Buffer[];
}

/**
 * Reads what detection needs. Throws `INPUT_MISSING`, `INPUT_IS_FOLDER`, `INPUT_UNREADABLE` (also for pipes and devices,
 * which cannot be read twice), `INPUT_EMPTY` and, for gzip, `INPUT_TRUNCATED`.
 */
export async function takeSample(path: string): Promise<Sample> {
  try {
    await checkRegularFile(path);
    const file = await open(path, "r");
    try {
      return await sampleFile(path, file);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readFault(error, path);
  }
}

async function checkRegularFile(path: string): Promise<void> {
  const status = await stat(path);
  if (status.isDirectory()) throw folderFault(path);
  if (!status.isFile()) {
    const message = `${path} is a pipe or a device: save what it gives as a file first, for it is read more than once.`;
    throw new ReconError("INPUT_UNREADABLE", message, { at: { file: path } });
  }
  if (status.size === 0) throw emptyFault(path, "has zero bytes");
}

async function sampleFile(path: string, file: FileHandle): Promise<Sample> {
  const sizeBytes = (await file.stat()).size;
  const start = await readAt(file, 0, Math.min(sizeBytes, HEAD_BYTES));
  const tail = await readAt(file, Math.max(0, sizeBytes - 8), Math.min(sizeBytes, 8));
  if (start[0] === 0x1f && start[1] === 0x8b) {
    const { head, isWhole } = await expandHead(path);
    if (head.length === 0) throw emptyFault(path, "is a gzip file of zero bytes");
    return { sizeBytes, compression: "gzip", head, isWhole, tail, windows: [] };
  }
  const windows: Buffer[] = [];
  for (let i = 1; i <= WINDOWS && sizeBytes > HEAD_BYTES; i++) {
    const from = Math.max(HEAD_BYTES, Math.floor(((sizeBytes - WINDOW_BYTES) * i) / WINDOWS));
    windows.push(await readAt(file, from, Math.min(WINDOW_BYTES, sizeBytes - from)));
  }
  return { sizeBytes, compression: "none", head: start, isWhole: sizeBytes <= HEAD_BYTES, tail, windows };
}

async function expandHead(path: string): Promise<{ head: Buffer; isWhole: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of readBytes(path, { compression: "gzip", limits: defaultReadLimits })) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > HEAD_BYTES) break;
  }
  return { head: Buffer.concat(chunks).subarray(0, HEAD_BYTES), isWhole: length <= HEAD_BYTES };
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** `INPUT_EMPTY`. */
export function emptyFault(path: string, what: string): ReconError {
  return new ReconError("INPUT_EMPTY", `${path} ${what}: export it again.`, { at: { file: path } });
}
