import type { Selectable } from "kysely";
import { Problem, type Upload, type UploadId } from "@recon/api";
import type { UploadTable } from "../../store/tables/work.ts";
import type { Store } from "../../store/tables.ts";

export type UploadRow = Selectable<UploadTable>;

export async function findUploadRow(store: Store, id: UploadId): Promise<UploadRow> {
  const row = await store
    .selectFrom("uploads")
    .selectAll()
    .where("id", "=", id)
    .where("state", "<>", "aborted")
    .executeTakeFirst();
  if (row === undefined) throw new Problem("NOT_FOUND");
  return row;
}

export const toUpload = (row: UploadRow): Upload => ({
  id: row.id,
  projectId: row.project_id,
  fileName: row.file_name,
  sizeBytes: row.size_bytes,
  offset: row.received_bytes,
  expiresAt: row.expires_at,
  createdAt: row.created_at,
});
