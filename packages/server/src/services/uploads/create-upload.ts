import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { ProjectId, Upload, UploadId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { uploadPart } from "../../jobs/data-folders.ts";
import { requireSpace } from "../../jobs/disk-space.ts";
import { storeNow } from "../../jobs/store-clock.ts";
import type { Actor } from "../../security/actor.ts";
import { newId } from "../../store/new-id.ts";
import { tooLarge } from "../sources/receive-file.ts";
import { requireQuota } from "../sources/require-quota.ts";
import { toUpload } from "./find-upload.ts";

/** An upload that nobody continues for so long is given up. */
export const UPLOAD_LIFE_MS = 24 * 3_600_000;

export interface UploadDraft {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256?: string | undefined;
}

/** Refuses early what could not be completed: too large, beyond the quota, beyond the disk. */
export async function requireRoom(context: Pick<AppContext, "config" | "store">, sizeBytes: number): Promise<void> {
  const { maxUploadBytes, dataDir, diskReserveBytes } = context.config;
  if (sizeBytes > maxUploadBytes) throw tooLarge(maxUploadBytes);
  await requireQuota(context, sizeBytes);
  const folder = dirname(uploadPart(dataDir, "any"));
  await mkdir(folder, { recursive: true });
  await requireSpace(folder, sizeBytes, diskReserveBytes);
}

export async function createUpload(
  { store, openStore, clock }: Pick<AppContext, "store" | "openStore" | "clock">,
  actor: Pick<Actor, "userId">,
  { projectId, ...draft }: UploadDraft & { projectId: ProjectId },
): Promise<Upload> {
  const row = await store
    .insertInto("uploads")
    .values({
      id: newId<UploadId>(),
      project_id: projectId,
      file_name: draft.fileName,
      size_bytes: draft.sizeBytes,
      received_bytes: 0,
      sha256: draft.sha256 ?? null,
      state: "receiving",
      writer: null,
      writer_until: null,
      created_at: clock.now().toISOString(),
      created_by: actor.userId,
      expires_at: storeNow(openStore.dialect, UPLOAD_LIFE_MS),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toUpload(row);
}
