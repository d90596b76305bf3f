import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import type { FileProof } from "@recon/core";

const CHUNK_BYTES = 1 << 20;

/** Size and sha256 of a file. One buffer for all of it: a stream's many would keep the garbage collector busy beside the engine. */
export async function fileProof(path: string): Promise<FileProof> {
  const file = await open(path);
  try {
    const hash = createHash("sha256");
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let sizeBytes = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES);
      if (bytesRead === 0) return { sizeBytes, sha256: hash.digest("hex") };
      sizeBytes += bytesRead;
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
