import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { FileProof } from "@recon/core";

/** Size and sha256 of a file, read as a stream. */
export async function fileProof(path: string): Promise<FileProof> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return { sizeBytes: (await stat(path)).size, sha256: hash.digest("hex") };
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
