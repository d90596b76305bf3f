import { z } from "zod";
import { bytes, defineEndpoint } from "../endpoint.ts";
import { ProjectId, SourceId } from "../ids.ts";
import { listOf, listQuery } from "../list.ts";
import { FileName, ReadAs, Source, SourcePreview, SourceProfile, SourceReject, SourceStatus } from "../source.ts";

const tag = "sources";
const params = z.object({ sourceId: SourceId });
export const exampleSource = {
  id: "0197a3c2-1111-7d35-9a01-6c1f0e5b2d11",
  projectId: "0197a3c2-4b1e-7d35-9a01-6c1f0e5b2d11",
  name: "bank.csv",
  fileName: "bank.csv",
  sizeBytes: 368219,
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  status: "ready",
  problem: null,
  format: "csv",
  compression: "none",
  readAs: {},
  options: { delimiter: ";", encoding: "windows-1252", headerRow: 1 },
  columns: ["Buchungstag", "Betrag", "Währung"],
  rows: 3002,
  rejects: 0,
  createdBy: "0197a3c2-0000-7d35-9a01-6c1f0e5b2d11",
  createdAt: "2026-11-25T08:00:00.000Z",
  updatedAt: "2026-11-25T08:00:01.000Z",
  version: 2,
};

export const listSources = defineEndpoint({
  id: "listSources",
  method: "GET",
  path: "/api/projects/{projectId}/sources",
  tag,
  summary: "Uploaded files of a project",
  access: "project:read",
  params: z.object({ projectId: ProjectId }),
  query: listQuery(["createdAt", "name", "sizeBytes"], "-createdAt").extend({ status: SourceStatus.optional() }),
  status: 200,
  response: listOf(Source),
  errors: ["CURSOR_INVALID"],
  example: { response: { items: [exampleSource], nextCursor: null, total: 1 } },
});

export const uploadSource = defineEndpoint({
  id: "uploadSource",
  method: "POST",
  path: "/api/projects/{projectId}/sources",
  tag,
  summary: "Upload a file",
  description:
    "The body is the file itself (any content type: the content decides what it is), or a form with one file. The answer comes once every byte is safely " +
    "on disk; the source is `processing` until its content has been looked at. Large files and bad lines: `POST /api/projects/{projectId}/uploads`.",
  access: "project:work",
  params: z.object({ projectId: ProjectId }),
  query: z.object({
    fileName: FileName.optional().describe("Needed unless a form names it."),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .describe("Of the bytes sent: other bytes are refused."),
  }),
  body: bytes("The file.", "application/octet-stream", "text/csv", "multipart/form-data"),
  status: 201,
  response: Source,
  creates: true,
  errors: ["BODY_TOO_LARGE", "DISK_FULL", "QUOTA_EXCEEDED", "CHECKSUM_MISMATCH"],
  example: { query: { fileName: "bank.csv" }, response: { ...exampleSource, status: "processing" } },
});

export const getSource = defineEndpoint({
  id: "getSource",
  method: "GET",
  path: "/api/sources/{sourceId}",
  tag,
  summary: "One source",
  access: "project:read",
  params,
  status: 200,
  response: Source,
  example: { response: exampleSource },
});

export const updateSource = defineEndpoint({
  id: "updateSource",
  method: "PATCH",
  path: "/api/sources/{sourceId}",
  tag,
  summary: "Rename a source",
  access: "project:work",
  params,
  body: z.strictObject({ name: z.string().trim().min(1).max(200) }),
  status: 200,
  response: Source,
  edits: true,
  example: { body: { name: "Bank, October" }, response: { ...exampleSource, name: "Bank, October" } },
});

export const deleteSource = defineEndpoint({
  id: "deleteSource",
  method: "DELETE",
  path: "/api/sources/{sourceId}",
  tag,
  summary: "Delete a source and its file",
  description:
    "Refused while a run that has its result set, or a reconciliation, names it: the proof of a run needs its files.",
  access: "project:work",
  params,
  status: 204,
  errors: ["SOURCE_IN_USE"],
});

export const processSource = defineEndpoint({
  id: "processSource",
  method: "POST",
  path: "/api/sources/{sourceId}/process",
  tag,
  summary: "Look at the file again, read as said",
  access: "project:work",
  params,
  body: ReadAs,
  status: 202,
  response: Source,
  example: { body: { options: { delimiter: ";" } }, response: { ...exampleSource, status: "processing" } },
});

export const cancelProcessing = defineEndpoint({
  id: "cancelProcessing",
  method: "POST",
  path: "/api/sources/{sourceId}/cancel",
  tag,
  summary: "Stop looking at the file",
  description:
    "The source is `failed` with the problem `INTERRUPTED` until it is looked at again. One that is not being looked at stays as it is.",
  access: "project:work",
  params,
  status: 202,
  response: Source,
  example: {
    response: {
      ...exampleSource,
      status: "failed",
      problem: { code: "INTERRUPTED", detail: "Looking at the file was cancelled; have it looked at again." },
    },
  },
});

export const previewSource = defineEndpoint({
  id: "previewSource",
  method: "POST",
  path: "/api/sources/{sourceId}/preview",
  tag,
  summary: "The first records, read as said",
  description: "Changes nothing. Without a body the file is read as the source says.",
  access: "project:read",
  params,
  body: ReadAs.extend({ rows: z.int().min(1).max(500).default(50) }),
  status: 200,
  response: SourcePreview,
  errors: ["OVERLOADED"],
  example: {
    body: { rows: 2 },
    response: {
      format: "csv",
      compression: "none",
      options: { delimiter: ";", headerRow: 1 },
      columns: ["id", "amount"],
      rows: [
        { kind: "record", line: 2, cells: ["1", "10,00"] },
        { kind: "reject", line: 3, text: "2", reason: "1 cell instead of 2" },
      ],
      isWhole: false,
    },
  },
});

export const getSourceProfile = defineEndpoint({
  id: "getSourceProfile",
  method: "GET",
  path: "/api/sources/{sourceId}/profile",
  tag,
  summary: "What the file holds, column by column",
  access: "project:read",
  params,
  status: 200,
  response: SourceProfile,
  errors: ["SOURCE_NOT_READY"],
  example: {
    response: {
      rows: 1200,
      rejects: 1,
      repeated: { records: 2, isExact: true },
      columns: [
        {
          name: "Amount",
          index: 1,
          type: "money",
          nulls: 0,
          values: 1199,
          distinct: 873,
          isDistinctExact: true,
          isUnique: false,
          minLength: 4,
          maxLength: 9,
          samples: ["12.50", "-3.00"],
          decimal: ".",
          thousands: null,
          isDecimalOpen: false,
          scale: 2,
          controlTotal: "48213.07",
          dateOrder: null,
        },
      ],
      dateOrder: null,
      guessedHeader: { row: 4, above: ["General ledger, October 2026"] },
      sheets: ["GL", "Notes"],
    },
  },
});

export const listSourceRejects = defineEndpoint({
  id: "listSourceRejects",
  method: "GET",
  path: "/api/sources/{sourceId}/rejects",
  tag,
  summary: "Records that cannot be read, with the reason",
  description: "The first 10,000; `total` counts all. Texts are cut at 2,000 characters and end in … then.",
  access: "project:read",
  params,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(500).default(50),
    cursor: z.string().max(2000).optional(),
  }),
  status: 200,
  response: listOf(SourceReject),
  errors: ["SOURCE_NOT_READY", "CURSOR_INVALID"],
  example: {
    response: { items: [{ line: 17, text: "2;x", reason: "2 cells instead of 3" }], nextCursor: null, total: 1 },
  },
});

export const downloadSource = defineEndpoint({
  id: "downloadSource",
  method: "GET",
  path: "/api/sources/{sourceId}/content",
  tag,
  summary: "The file as it was uploaded",
  access: "project:read",
  params,
  status: 200,
  response: bytes("The file.", "application/octet-stream"),
});

export const sourceEndpoints = [
  listSources,
  uploadSource,
  getSource,
  updateSource,
  deleteSource,
  processSource,
  cancelProcessing,
  previewSource,
  getSourceProfile,
  listSourceRejects,
  downloadSource,
];
