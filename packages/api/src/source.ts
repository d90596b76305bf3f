/** Uploaded files that runs read. */
import { z } from "zod";
import { SourceOptions, sourceFormats } from "@recon/core";
import { ProjectId, SourceId, UploadId, UserId } from "./ids.ts";
import { Instant, Version } from "./list.ts";

export const SourceFormat = z.enum(sourceFormats);

/** `processing` until its content has been looked at; only a `ready` one can be run. */
export const SourceStatus = z.enum(["processing", "ready", "failed"]);
export type SourceStatus = z.infer<typeof SourceStatus>;

/** Why something ended as it did: a code of this API or of the engine, and words. */
export const Fault = z
  .object({ code: z.string().describe("Stable; programs decide by it."), detail: z.string() })
  .meta({ id: "Fault" });
export type Fault = z.infer<typeof Fault>;

export const FileName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .describe("As the file was called; its content decides what it is.");

/** How a source is to be read where detection is not to decide. */
export const ReadAs = z
  .strictObject({ format: SourceFormat.optional(), options: SourceOptions.optional() })
  .meta({ id: "ReadAs" });
export type ReadAs = z.infer<typeof ReadAs>;

export const Source = z
  .object({
    id: SourceId,
    projectId: ProjectId,
    name: z.string(),
    fileName: z.string().describe("Under which the file stands in results and certificates."),
    sizeBytes: z.int().min(0),
    sha256: z.string().describe("Of the bytes received; hexadecimal."),
    status: SourceStatus,
    problem: Fault.nullable().describe("Why it is `failed`."),
    format: SourceFormat.nullable().describe("Detected from the content."),
    compression: z.enum(["none", "gzip"]).nullable(),
    readAs: ReadAs.describe("What was said about reading it, or guessed (`guessedHeader` of the profile)."),
    options: SourceOptions.nullable().describe("How it is read: what was said and what was detected."),
    columns: z.array(z.string()).nullable().describe("Header names in their order."),
    rows: z.int().min(0).nullable().describe("Records, rejects included."),
    rejects: z.int().min(0).nullable().describe("Records that cannot be read."),
    createdBy: UserId,
    createdAt: Instant,
    updatedAt: Instant,
    version: Version,
  })
  .meta({ id: "UploadedSource" });
export type Source = z.infer<typeof Source>;

/** The first records, as they are read. */
export const SourcePreview = z
  .object({
    format: SourceFormat,
    compression: z.enum(["none", "gzip"]),
    options: SourceOptions,
    columns: z.array(z.string()),
    rows: z.array(
      z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("record"), line: z.int(), cells: z.array(z.string().nullable()) }),
        z.object({ kind: z.literal("reject"), line: z.int(), text: z.string(), reason: z.string() }),
      ]),
    ),
    isWhole: z.boolean().describe("Whether these are all the records."),
  })
  .meta({ id: "SourcePreview", description: "Cells and texts are cut at 1,000 characters and end in … then." });
export type SourcePreview = z.infer<typeof SourcePreview>;

const Mark = z.string().nullable();

export const SourceColumn = z
  .object({
    name: z.string(),
    index: z.int(),
    type: z.enum(["text", "number", "money", "currency", "date"]),
    nulls: z.int(),
    values: z.int(),
    distinct: z.int(),
    isDistinctExact: z.boolean().describe("Else `distinct` is a lower bound."),
    isUnique: z.boolean().nullable().describe("A key; null where that was beyond the bound."),
    minLength: z.int().nullable(),
    maxLength: z.int().nullable(),
    samples: z.array(z.string()),
    decimal: Mark,
    thousands: Mark,
    isDecimalOpen: z.boolean().describe("Both decimal marks fit: the plan has to say."),
    scale: z.int().nullable(),
    controlTotal: z.string().nullable().describe("Exact sum of the values that are numbers."),
    dateOrder: z.string().nullable(),
  })
  .meta({ id: "SourceColumn" });
export type SourceColumn = z.infer<typeof SourceColumn>;

export const SourceProfile = z
  .object({
    rows: z.int(),
    rejects: z.int(),
    repeated: z
      .object({ records: z.int(), isExact: z.boolean().describe("Else there may be more.") })
      .nullable()
      .describe("Records that repeat an earlier one in every cell; null where that was not counted."),
    columns: z.array(SourceColumn),
    dateOrder: z.string().nullable().describe("`open` or `conflict`: the plan has to say."),
    guessedHeader: z
      .object({ row: z.int(), above: z.array(z.string()).describe("The first texts that stand above it.") })
      .nullable()
      .describe("The first row could not be the header and nobody said which is: the row that was taken."),
    sheets: z.array(z.string()).nullable().describe("XLSX: the sheets there are."),
  })
  .meta({ id: "SourceProfile" });
export type SourceProfile = z.infer<typeof SourceProfile>;

export const SourceReject = z
  .object({ line: z.int(), text: z.string(), reason: z.string() })
  .meta({ id: "SourceReject" });
export type SourceReject = z.infer<typeof SourceReject>;

/** A resumable upload: bytes are appended at `offset` until it reaches `sizeBytes`. */
export const Upload = z
  .object({
    id: UploadId,
    projectId: ProjectId,
    fileName: z.string(),
    sizeBytes: z.int().min(0),
    offset: z.int().min(0).describe("Bytes that are safely on disk: continue here."),
    expiresAt: Instant.describe("Each chunk puts it off."),
    createdAt: Instant,
  })
  .meta({ id: "Upload" });
export type Upload = z.infer<typeof Upload>;
