import { z } from "zod";
import { bytes, defineEndpoint } from "../endpoint.ts";
import { ProjectId, UploadId } from "../ids.ts";
import { exampleSource } from "./sources.ts";
import { FileName, Source, Upload } from "../source.ts";

const tag = "uploads";
const params = z.object({ uploadId: UploadId });
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const exampleUpload = {
  id: "0197a3c2-2222-7d35-9a01-6c1f0e5b2d11",
  projectId: "0197a3c2-4b1e-7d35-9a01-6c1f0e5b2d11",
  fileName: "ledger.csv",
  sizeBytes: 52428800,
  offset: 0,
  expiresAt: "2026-11-26T08:00:00.000Z",
  createdAt: "2026-11-25T08:00:00.000Z",
};

export const createUpload = defineEndpoint({
  id: "createUpload",
  method: "POST",
  path: "/api/projects/{projectId}/uploads",
  tag,
  summary: "Start a resumable upload",
  description:
    "Then send the bytes in as many PATCH calls as you like, each from the present `offset`; after an interruption GET the upload and go on from its " +
    "`offset`; POST `complete` makes it a source. Space for all of it is required now.",
  access: "project:work",
  params: z.object({ projectId: ProjectId }),
  body: z.strictObject({
    fileName: FileName,
    sizeBytes: z.int().min(1).describe("Of the whole file."),
    sha256: Sha256.optional().describe("Of the whole file: compared when it is complete."),
  }),
  status: 201,
  response: Upload,
  creates: true,
  errors: ["BODY_TOO_LARGE", "DISK_FULL", "QUOTA_EXCEEDED"],
  example: { body: { fileName: "ledger.csv", sizeBytes: 52428800 }, response: exampleUpload },
});

export const getUpload = defineEndpoint({
  id: "getUpload",
  method: "GET",
  path: "/api/uploads/{uploadId}",
  tag,
  summary: "How far an upload has come",
  access: "project:work",
  params,
  status: 200,
  response: Upload,
  example: { response: exampleUpload },
});

export const appendUpload = defineEndpoint({
  id: "appendUpload",
  method: "PATCH",
  path: "/api/uploads/{uploadId}",
  tag,
  summary: "Send the next bytes",
  description:
    "`offset` must be the upload's own: 409 `OFFSET_MISMATCH` otherwise, with the right one in `current`. Bytes that arrived before a connection broke count: ask for the offset.",
  access: "project:work",
  params,
  query: z.object({ offset: z.coerce.number().int().min(0) }),
  body: bytes("Bytes from `offset` on.", "application/octet-stream"),
  status: 200,
  response: Upload,
  errors: ["OFFSET_MISMATCH", "UPLOAD_BUSY", "BODY_TOO_LARGE", "DISK_FULL"],
  example: { query: { offset: "0" }, response: { ...exampleUpload, offset: 8388608 } },
});

export const completeUpload = defineEndpoint({
  id: "completeUpload",
  method: "POST",
  path: "/api/uploads/{uploadId}/complete",
  tag,
  summary: "Make a source of a whole upload",
  description: "May be repeated: the answer is the same source. Its id is the upload's.",
  access: "project:work",
  params,
  status: 201,
  response: Source,
  errors: ["OFFSET_MISMATCH", "CHECKSUM_MISMATCH"],
  example: { response: { ...exampleSource, status: "processing" } },
});

export const abortUpload = defineEndpoint({
  id: "abortUpload",
  method: "DELETE",
  path: "/api/uploads/{uploadId}",
  tag,
  summary: "Give an upload up",
  access: "project:work",
  params,
  status: 204,
});

export const uploadEndpoints = [createUpload, getUpload, appendUpload, completeUpload, abortUpload];
