import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import {
  deleteSource,
  downloadSource,
  getSource,
  getSourceProfile,
  listSourceRejects,
  listSources,
  previewSource,
  Problem,
  cancelProcessing,
  processSource,
  type Endpoint,
  updateSource,
  uploadSource,
} from "@recon/api";
import {
  cancelProcessing as cancel,
  deleteSource as remove,
  processSource as process,
  renameSource,
} from "../services/sources/change-source.ts";
import { sentFile } from "../services/sources/file-of-form.ts";
import { findSource } from "../services/sources/find-source.ts";
import { listSources as list } from "../services/sources/list-sources.ts";
import { listRejects, openContent, previewSource as preview, readProfile } from "../services/sources/read-source.ts";
import { uploadSource as upload } from "../services/sources/upload-source.ts";
import { type Call, handle, type Handler } from "./handler.ts";

export const sourceHandlers: readonly Handler[] = [
  handle(listSources, ({ context, params, query }) => list(context.store, params.projectId, query)),
  handle(uploadSource, async ({ context, actor, params, query, body, request, reply, write, isRepeated }) => {
    const sent = await sentFile(request.headers, bytesOf({ body, reply }));
    if (isRepeated) return write(() => Promise.reject(keyGone()), await hashBytes(sent.bytes));
    const fileName = query.fileName ?? sent.fileName;
    if (fileName === undefined) throw new Problem("INPUT_INVALID", "Say how the file is called: ?fileName=…");
    const length = Number(request.headers["content-length"]);
    return upload(context, actor, {
      projectId: params.projectId,
      fileName: fileName.slice(-200),
      bytes: sent.bytes,
      sizeBytes: Number.isSafeInteger(length) ? length : undefined,
      sha256: query.sha256,
      write,
    });
  }),
  handle(getSource, ({ context, params }) => findSource(context.store, params.sourceId)),
  handle(updateSource, ({ context, params, body, expectedVersion, write }) =>
    write((store) => renameSource({ ...context, store }, params.sourceId, { ...body, expectedVersion })),
  ),
  handle(deleteSource, ({ context, params, write }) =>
    write((store) => remove({ ...context, store }, params.sourceId)),
  ),
  handle(cancelProcessing, ({ context, params, write }) =>
    write((store) => cancel({ ...context, store }, params.sourceId)),
  ),
  handle(processSource, ({ context, params, body, write }) =>
    write((store) => process({ ...context, store }, params.sourceId, body)),
  ),
  handle(previewSource, ({ context, params, body }) => preview(context, params.sourceId, body)),
  handle(getSourceProfile, ({ context, params }) => readProfile(context, params.sourceId)),
  handle(listSourceRejects, ({ context, params, query }) => listRejects(context, params.sourceId, query)),
  handle(downloadSource, ({ context, params }) => openContent(context, params.sourceId)),
];

/** sha256 of bytes that are compared with those of an earlier call, and not kept. */
async function hashBytes(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest("hex");
}

const keyGone = (): Problem =>
  new Problem("OVERLOADED", "This Idempotency-Key was given up while the bytes arrived; send them again.", {
    retryAfterS: 1,
  });

/**
 * The bytes of a call's body. When they are not read to their end, the connection is closed after the answer: the rest is not waited for, and the
 * answer arrives all the same.
 */
export async function* bytesOf({
  body,
  reply,
}: Pick<Call<Endpoint>, "reply"> & { body: unknown }): AsyncGenerator<Uint8Array> {
  if (!(body instanceof Readable)) throw new Problem("INPUT_INVALID", "The body is empty: send the bytes of the file.");
  let isWhole = false;
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array;
    isWhole = true;
  } finally {
    if (!isWhole) void reply.header("connection", "close");
  }
}
