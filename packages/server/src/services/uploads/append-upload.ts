import { randomUUID } from "node:crypto";
import { Problem, type Upload, type UploadId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { uploadPart } from "../../jobs/data-folders.ts";
import { storeNow } from "../../jobs/store-clock.ts";
import { receiveFile } from "../sources/receive-file.ts";
import { UPLOAD_LIFE_MS } from "./create-upload.ts";
import { findUploadRow, toUpload, type UploadRow } from "./find-upload.ts";

/** A writer that has not made a byte durable for so long is taken to be gone. */
const WRITER_LIFE_MS = 60_000;

type Context = Pick<AppContext, "store" | "openStore" | "config" | "metrics" | "clock">;

/** Appends bytes at the upload's offset, one writer at a time. What arrived counts even if the connection breaks. */
export async function appendUpload(
  context: Context,
  id: UploadId,
  sent: { offset: number; bytes: AsyncIterable<Uint8Array> },
): Promise<Upload> {
  const writer = randomUUID();
  const upload = await takeUpload(context, id, { writer, offset: sent.offset });
  const { dataDir, diskReserveBytes } = context.config;
  try {
    const { sizeBytes } = await receiveFile({
      path: uploadPart(dataDir, id),
      bytes: sent.bytes,
      offset: sent.offset,
      mostBytes: upload.size_bytes - sent.offset,
      diskReserveBytes,
      onDurable: (durableBytes) => advance(context, id, { writer, sizeBytes: durableBytes }),
      now: () => context.clock.now().getTime(),
    });
    context.metrics.uploadBytes.inc(sizeBytes - sent.offset);
  } finally {
    await releaseUpload(context, id, writer);
  }
  return toUpload(await findUploadRow(context.store, id));
}

async function takeUpload(
  { store, openStore }: Context,
  id: UploadId,
  { writer, offset }: { writer: string; offset: number },
): Promise<UploadRow> {
  const now = storeNow(openStore.dialect);
  const row = await store
    .updateTable("uploads")
    .set({
      writer,
      writer_until: storeNow(openStore.dialect, WRITER_LIFE_MS),
      expires_at: storeNow(openStore.dialect, UPLOAD_LIFE_MS),
    })
    .where("id", "=", id)
    .where("state", "=", "receiving")
    .where("received_bytes", "=", offset)
    .where((eb) => eb.or([eb("writer", "is", null), eb("writer_until", "<", now)]))
    .returningAll()
    .executeTakeFirst();
  if (row !== undefined) return row;
  const present = await findUploadRow(store, id);
  if (present.state === "complete") throw new Problem("CONFLICT", "The upload is complete already.");
  if (present.received_bytes !== offset) {
    throw new Problem("OFFSET_MISMATCH", `Continue at offset ${present.received_bytes}.`, {
      current: toUpload(present),
    });
  }
  throw new Problem(
    "UPLOAD_BUSY",
    "Another request is sending bytes of this upload; wait for it, or try again in a minute.",
    { retryAfterS: 5 },
  );
}

async function advance(
  { store, openStore }: Context,
  id: UploadId,
  { writer, sizeBytes }: { writer: string; sizeBytes: number },
): Promise<void> {
  const { numUpdatedRows } = await store
    .updateTable("uploads")
    .set({ received_bytes: sizeBytes, writer_until: storeNow(openStore.dialect, WRITER_LIFE_MS) })
    .where("id", "=", id)
    .where("writer", "=", writer)
    .where("state", "=", "receiving")
    .executeTakeFirst();
  if (numUpdatedRows === 0n)
    throw new Problem("UPLOAD_BUSY", "Another request has taken over this upload; ask for its offset.");
}

async function releaseUpload({ store }: Context, id: UploadId, writer: string): Promise<void> {
  await store
    .updateTable("uploads")
    .set({ writer: null, writer_until: null })
    .where("id", "=", id)
    .where("writer", "=", writer)
    .execute()
    // Then it is free when the writer's time is over.
    .catch(() => undefined);
}
