/** Review: what people decide about the results of a run. The result set itself never changes. */
import { z } from "zod";
import { UserId } from "./ids.ts";
import { Instant, Version } from "./list.ts";
import { EffectiveOutcome, GroupStatus } from "./result-words.ts";

export const reviewVerbs = [
  "assign",
  "writeOff",
  "reopen",
  "accept",
  "reject",
  "match",
  "split",
  "comment",
  "undo",
] as const;
export const ReviewVerb = z.enum(reviewVerbs).meta({ id: "ReviewVerb" });
export type ReviewVerb = z.infer<typeof ReviewVerb>;

/** `left:17`, `right:4` or `group:123`; groups that review made have negative ids. */
export const ReviewSubject = z.string().regex(/^(?:(?:left|right):[1-9]\d{0,15}|group:-?[1-9]\d{0,15})$/);
export type ReviewSubject = z.infer<typeof ReviewSubject>;

export const ReasonCode = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .describe("A short reason from the team's own list: `fee`, `timing`, `rounding`.");
export const Note = z.string().trim().max(2000);

/** A record or group as review left it. Version 1: nobody decided about it yet. */
export const ReviewItem = z
  .object({
    subject: ReviewSubject,
    kind: z.enum(["record", "group"]),
    state: z.union([EffectiveOutcome, GroupStatus]).describe("Of a record its outcome by now, of a group its status."),
    groupId: z.int().nullable().describe("Of a record: the group it is in by now."),
    assigneeId: UserId.nullable(),
    reasonCode: z.string().nullable(),
    version: Version,
  })
  .meta({ id: "ReviewItem" });
export type ReviewItem = z.infer<typeof ReviewItem>;

export const ReviewDecision = z
  .object({
    id: z.uuid(),
    seq: z.int().min(1).describe("1, 2, 3 … within the run."),
    actorId: UserId,
    actorName: z.string(),
    at: Instant,
    verb: ReviewVerb,
    note: z.string().nullable(),
    undoOf: z.uuid().nullable().describe("The decision that this one takes back."),
    undone: z.boolean(),
    itemCount: z.int().min(0),
    details: z.unknown().describe("What was asked for, by verb."),
  })
  .meta({ id: "ReviewDecision" });
export type ReviewDecision = z.infer<typeof ReviewDecision>;

/** A decision that was just made. `version` is that of the item it was made about, where it was one. */
export const ReviewOutcome = z
  .object({
    decision: ReviewDecision,
    items: z.array(ReviewItem).describe("What changed, as it is now; the first 200."),
    version: Version.optional(),
  })
  .meta({ id: "ReviewOutcome" });
export type ReviewOutcome = z.infer<typeof ReviewOutcome>;

/** `current` of a 412: nothing was changed. */
export const ReviewConflict = z
  .object({
    current: ReviewItem,
    changedBy: z.string().nullable(),
    changedAt: Instant.nullable(),
    yours: ReviewItem.nullable().describe(
      "The state of the version that was sent; null when there was no such version.",
    ),
  })
  .meta({ id: "ReviewConflict" });
export type ReviewConflict = z.infer<typeof ReviewConflict>;

export const ReviewComment = z
  .object({
    id: z.uuid(),
    subject: ReviewSubject,
    authorId: UserId,
    authorName: z.string(),
    body: z.string(),
    createdAt: Instant,
  })
  .meta({ id: "ReviewComment" });
export type ReviewComment = z.infer<typeof ReviewComment>;

export const ReviewHistory = z
  .object({
    item: ReviewItem,
    decisions: z.array(ReviewDecision.extend({ before: ReviewItem.nullable(), after: ReviewItem.nullable() })),
    comments: z.array(ReviewComment),
  })
  .meta({ id: "ReviewHistory" });
export type ReviewHistory = z.infer<typeof ReviewHistory>;

const rows = z.array(z.int().min(1)).max(1000);

/** Records that belong together, by row. */
export const MatchedRows = z.strictObject({ left: rows, right: rows }).meta({ id: "MatchedRows" });
export type MatchedRows = z.infer<typeof MatchedRows>;

export const AssignBody = z.strictObject({ assigneeId: UserId.nullable() });
export const WriteOffBody = z.strictObject({ reasonCode: ReasonCode, note: Note.optional() });
export const NoteBody = z.strictObject({ note: Note.optional() });
export const AcceptBody = z.strictObject({
  groups: z
    .array(MatchedRows)
    .min(1)
    .max(500)
    .optional()
    .describe(
      "Which of the candidates belong together; what is in none is left over. Default: all of them, as one group.",
    ),
  note: Note.optional(),
});
const versioned = z.array(z.strictObject({ rowId: z.int().min(1), version: Version.optional() })).max(1000);
export const MatchBody = z.strictObject({
  left: versioned.describe("`version`: as it was seen; a newer one refuses the match."),
  right: versioned.describe("Where one side is empty, the other has two records or more, and their sum is zero."),
  reasonCode: ReasonCode.optional().describe(
    "Why the sums of the sides differ; required when they do. Records of one side need none: they cancel out.",
  ),
  note: Note.optional(),
});
export type MatchBody = z.infer<typeof MatchBody>;

export const BulkCommand = z
  .discriminatedUnion("verb", [
    z.strictObject({ verb: z.literal("assign"), assigneeId: UserId.nullable() }),
    z.strictObject({ verb: z.literal("writeOff"), reasonCode: ReasonCode, note: Note.optional() }),
    z.strictObject({ verb: z.literal("reopen"), note: Note.optional() }),
    z.strictObject({ verb: z.literal("accept"), note: Note.optional() }),
    z.strictObject({ verb: z.literal("reject"), note: Note.optional() }),
  ])
  .meta({ id: "BulkCommand" });
export type BulkCommand = z.infer<typeof BulkCommand>;

export const BulkPreview = z
  .object({
    previewId: z.uuid().describe("Commits just these items, and refuses when one of them has changed."),
    count: z.int().min(0),
    leftOut: z.int().min(0).describe("Breaks of the filter that the verb does not apply to."),
    value: z.record(z.string(), z.string()).describe("Sum of the absolute amounts, by currency."),
    expiresAt: Instant,
  })
  .meta({ id: "BulkPreview" });
export type BulkPreview = z.infer<typeof BulkPreview>;
