import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Problem, type Source, type SourceId, type UploadId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { safeFileName, sourceFolder, uploadPart } from "../../jobs/data-folders.ts";
import type { Store } from "../../store/tables.ts";
import { createSource, placeFile } from "../sources/create-source.ts";
import { findSource } from "../sources/find-source.ts";
import { requireBytes } from "../sources/upload-source.ts";
import { findUploadRow, toUpload } from "./find-upload.ts";

/** Makes a whole upload a source of the same id, so that asking twice, or again after a crash, ends in one source. */
export async function completeUpload(
  context: AppContext,
  id: UploadId,
  write: <T>(work: (store: Store) => Promise<T>) => Promise<T>,
): Promise<Source> {
  const upload = await findUploadRow(context.store, id);
  const sourceId = id as string as SourceId;
  if (upload.state === "complete") return findSource(context.store, sourceId);
  if (upload.received_bytes !== upload.size_bytes) {
    throw new Problem(
      "OFFSET_MISMATCH",
      `${upload.size_bytes - upload.received_bytes} bytes are missing; continue at offset ${upload.received_bytes}.`,
      {
        current: toUpload(upload),
      },
    );
  }
  const { dataDir } = context.config;
  const part = uploadPart(dataDir, id);
  const placed = join(sourceFolder(dataDir, id), safeFileName(upload.file_name));
  const received = await hashFile((await exists(part)) ? part : placed);
  requireBytes(received, upload.sha256);
  const path = await placeFile(dataDir, { part, id, fileName: upload.file_name });
  return write(async (store) => {
    const taken = await store
      .updateTable("uploads")
      .set({ state: "complete", writer: null, writer_until: null })
      .where("id", "=", id)
      .where("state", "=", "receiving")
      .executeTakeFirst();
    // Another call was faster.
    if (taken.numUpdatedRows === 0n) return findSource(store, sourceId);
    const { project_id: projectId, file_name: fileName, created_by: createdBy } = upload;
    return createSource({ ...context, store }, { id: sourceId, projectId, fileName, path, ...received, createdBy });
  });
}

const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined)) !== undefined;

async function hashFile(path: string): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    sizeBytes += chunk.byteLength;
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}

export async function abortUpload({ store }: Pick<AppContext, "store">, id: UploadId): Promise<void> {
  const { numUpdatedRows } = await store
    .updateTable("uploads")
    .set({ state: "aborted", writer: null, writer_until: null })
    .where("id", "=", id)
    .where("state", "=", "receiving")
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  const upload = await findUploadRow(store, id);
  throw new Problem("CONFLICT", `The upload is ${upload.state} already; delete its source instead.`);
}
