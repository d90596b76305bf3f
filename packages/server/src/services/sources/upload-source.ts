import { rm } from "node:fs/promises";
import { dirname } from "node:path";
import { mkdir } from "node:fs/promises";
import { Problem, type ProjectId, type Source, type SourceId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { uploadPart } from "../../jobs/data-folders.ts";
import { requireSpace } from "../../jobs/disk-space.ts";
import type { Actor } from "../../security/actor.ts";
import { newId } from "../../store/new-id.ts";
import type { Store } from "../../store/tables.ts";
import { createSource, placeFile } from "./create-source.ts";
import { receiveFile, tooLarge } from "./receive-file.ts";
import { requireQuota } from "./require-quota.ts";

export interface SourceUpload {
  readonly projectId: ProjectId;
  readonly fileName: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Of the bytes to come, as far as it was told. */
  readonly sizeBytes: number | undefined;
  readonly sha256: string | undefined;
  /** The transaction of the call; `content` is the sha256 of the bytes. */
  write<T>(work: (store: Store) => Promise<T>, content: string): Promise<T>;
}

/** Receives a file whole, then makes it a source; a failure on the way leaves nothing that anybody sees. */
export async function uploadSource(
  context: AppContext,
  actor: Pick<Actor, "userId">,
  upload: SourceUpload,
): Promise<Source> {
  const { maxUploadBytes, dataDir, diskReserveBytes } = context.config;
  const { projectId, fileName, sizeBytes = 0 } = upload;
  const id = newId<SourceId>();
  const part = uploadPart(dataDir, id);
  if (sizeBytes > maxUploadBytes) throw tooLarge(maxUploadBytes);
  await requireQuota(context, sizeBytes);
  await mkdir(dirname(part), { recursive: true });
  await requireSpace(dirname(part), sizeBytes, diskReserveBytes);
  try {
    const received = await receiveFile({
      path: part,
      bytes: upload.bytes,
      offset: 0,
      mostBytes: maxUploadBytes,
      diskReserveBytes,
    });
    context.metrics.uploadBytes.inc(received.sizeBytes);
    requireBytes(received, upload.sha256);
    await requireQuota(context, received.sizeBytes);
    const path = await placeFile(dataDir, { part, id, fileName });
    // Should this fail, the sweep removes the file: whether the commit came through is not known here.
    return await upload.write(
      (store) =>
        createSource({ ...context, store }, { id, projectId, fileName, path, ...received, createdBy: actor.userId }),
      received.sha256,
    );
  } finally {
    await rm(part, { force: true });
  }
}

export function requireBytes(received: { sizeBytes: number; sha256: string }, sha256: string | undefined | null): void {
  if (received.sizeBytes === 0) throw new Problem("INPUT_INVALID", "The file is empty: zero bytes were sent.");
  if (sha256 === undefined || sha256 === null || sha256 === received.sha256) return;
  throw new Problem(
    "CHECKSUM_MISMATCH",
    `The sha256 of the bytes received is ${received.sha256}; send the file again.`,
  );
}
