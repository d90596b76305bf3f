import { abortUpload, appendUpload, completeUpload, createUpload, getUpload } from "@recon/api";
import { appendUpload as append } from "../services/uploads/append-upload.ts";
import { abortUpload as abort, completeUpload as complete } from "../services/uploads/complete-upload.ts";
import { createUpload as create, requireRoom } from "../services/uploads/create-upload.ts";
import { findUploadRow, toUpload } from "../services/uploads/find-upload.ts";
import { handle, type Handler } from "./handler.ts";
import { bytesOf } from "./sources.ts";

export const uploadHandlers: readonly Handler[] = [
  handle(createUpload, async ({ context, actor, params, body, write }) => {
    await requireRoom(context, body.sizeBytes);
    return write((store) => create({ ...context, store }, actor, { ...body, ...params }));
  }),
  handle(getUpload, async ({ context, params }) => toUpload(await findUploadRow(context.store, params.uploadId))),
  handle(appendUpload, ({ context, params, query, body, reply }) =>
    append(context, params.uploadId, { offset: query.offset, bytes: bytesOf({ body, reply }) }),
  ),
  handle(completeUpload, ({ context, params, write }) => complete(context, params.uploadId, write)),
  handle(abortUpload, ({ context, params, write }) => write((store) => abort({ ...context, store }, params.uploadId))),
];
