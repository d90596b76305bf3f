/** Shapes of a run's results: records, groups, differences, breaks and rejects, with what review made of them. */
import { z } from "zod";
import { fieldTypes } from "@recon/core/vocabulary";
import { Filter } from "./result-filter.ts";
import { BreakKindName, BreakStatus, EffectiveOutcome, GroupKindName, GroupStatus, SideName } from "./result-words.ts";
import { RunSummary } from "./run.ts";
import { UserId } from "./ids.ts";
import { Version } from "./list.ts";

const Value = z.string().nullable().describe("Text, decimal text with the field's scale, or date; null for NULL.");
const Values = z.record(z.string(), Value).describe("Canonical values by field.");
const count = z.int().min(0);

const reviewed = {
  assigneeId: UserId.nullable(),
  reasonCode: z.string().nullable().describe("Why it was written off."),
  version: Version,
  comments: count,
};

export const ResultRow = z
  .object({
    side: SideName,
    rowId: z.int().min(1).describe("Ordinal of the record over the source's files."),
    outcome: EffectiveOutcome,
    groupId: z.int().nullable().describe("Negative: a group that review made."),
    reason: z.string().nullable().describe("As the run left it."),
    pass: z.string().nullable(),
    kind: GroupKindName.nullable().describe("Kind of its group."),
    ...reviewed,
    values: Values,
  })
  .meta({ id: "ResultRow" });
export type ResultRow = z.infer<typeof ResultRow>;

export const FieldDifference = z
  .object({ field: z.string(), left: Value, right: Value, delta: Value.describe("right − left: a decimal, or days.") })
  .meta({ id: "FieldDifference" });

export const ResultGroup = z
  .object({
    groupId: z.int().describe("Negative: made in review."),
    kind: GroupKindName,
    pass: z.string().nullable().describe("null: made in review."),
    status: GroupStatus,
    origin: z.enum(["run", "review"]),
    confidence: z.number().nullable(),
    leftCount: count,
    rightCount: count,
    leftTotal: Value,
    rightTotal: Value,
    residual: Value.describe("left − right."),
    explanation: z.string().nullable(),
    ...reviewed,
  })
  .meta({ id: "ResultGroup" });

export const GroupDetail = ResultGroup.extend({
  members: z.array(ResultRow).describe("Left first; the first 200. Of a split or rejected group those that it had."),
  differences: z.array(FieldDifference),
}).meta({ id: "GroupDetail" });

export const DifferenceRow = FieldDifference.extend({ position: z.int().min(1), groupId: z.int() }).meta({
  id: "DifferenceRow",
});

const BreakSide = z
  .object({
    rowId: z.int().min(1),
    count: count.describe("Records of the group on this side; 1 for a record."),
    values: Values,
  })
  .meta({ id: "BreakSide" });

export const Break = z
  .object({
    breakId: z.int().min(0),
    kind: BreakKindName,
    side: SideName.nullable().describe("null: a group."),
    rowId: z.int().min(1).nullable(),
    groupId: z.int().nullable(),
    amount: Value,
    currency: z.string().nullable(),
    date: Value,
    cause: z.string().nullable().describe("The reason without the record that it names: equal causes read alike."),
    reason: z.string().nullable(),
    nearest: z.int().min(1).nullable().describe("Row of the nearest candidate on the other side."),
    failed: z.array(FieldDifference).describe("What differs from the nearest candidate, or between a group's records."),
    status: BreakStatus,
    ...reviewed,
    left: BreakSide.nullable().describe("The record, its nearest candidate, or the group's first record there."),
    right: BreakSide.nullable(),
  })
  .meta({ id: "Break" });
export type Break = z.infer<typeof Break>;

export const BreakDetail = Break.extend({
  group: GroupDetail.nullable().describe("With every competing candidate."),
}).meta({ id: "BreakDetail" });

export const RejectRow = z
  .object({
    side: SideName,
    rowId: z.int().min(1),
    source: z.string(),
    line: z.int().nullable(),
    text: z.string(),
    reason: z.string(),
  })
  .meta({ id: "RejectRow" });

export const RecordDetail = ResultRow.extend({
  contentHash: z.string(),
  src: z
    .array(z.object({ name: z.string(), value: Value }))
    .nullable()
    .describe("Original cells in the order of the header; null for a rejected record."),
  group: GroupDetail.nullable(),
  break: Break.nullable(),
  reject: RejectRow.nullable(),
}).meta({ id: "RecordDetail" });

export const Facet = z
  .object({
    column: z.string(),
    kind: z.enum(["values", "amounts", "days", "months"]),
    distinct: count.describe("Different values; of buckets how many hold something."),
    items: z.array(
      z.object({
        value: z.string().nullable().describe("The value; of a bucket a short name."),
        count,
        filter: Filter.nullable().describe("Chooses just these items."),
        sums: z
          .record(z.string(), z.string())
          .optional()
          .describe("Exact sums of the known amounts, by currency (XXX: none); where asked for, of rows and breaks."),
      }),
    ),
    others: count.describe("Items that none of these values covers."),
  })
  .meta({ id: "Facet" });

const ResultColumn = z.object({
  name: z.string(),
  type: z.object({
    kind: z.enum(["text", "choice", "integer", "real", "decimal", "date"]),
    values: z.array(z.string()).optional(),
    scale: z.int().optional(),
    precision: z.int().optional(),
  }),
  sortable: z.boolean(),
});

/** What the lists of a run hold: what a client needs to offer filters and columns. */
export const ResultDescription = z
  .object({
    plan: z.string().describe("Name of the plan."),
    fields: z.array(z.object({ name: z.string(), type: z.enum(fieldTypes), scale: z.int().nullable() })),
    headers: z.object({ left: z.array(z.string()), right: z.array(z.string()) }),
    roles: z.object({ amount: z.string().optional(), currency: z.string().optional(), date: z.string().optional() }),
    summary: RunSummary,
    indexed: z.boolean().describe("Whether the index of a large result set stands: searching takes longer without it."),
    lists: z.object({
      rows: z.array(ResultColumn),
      groups: z.array(ResultColumn),
      differences: z.array(ResultColumn),
      breaks: z.array(ResultColumn),
      rejects: z.array(ResultColumn),
    }),
  })
  .meta({ id: "ResultDescription" });

const OutcomeFigure = z.object({
  side: SideName,
  outcome: EffectiveOutcome,
  currency: z.string().nullable(),
  records: count,
  total: Value,
  gross: Value.describe("Sum of the absolute amounts."),
});

const BreakFigure = z.object({
  kind: BreakKindName,
  status: BreakStatus,
  currency: z.string().nullable(),
  label: z.string().nullable(),
  count,
  gross: Value,
  filter: Filter.describe("Chooses just these breaks."),
});

const ChangeFigure = z.object({
  side: SideName,
  currency: z.string().nullable(),
  fresh: count.describe("Open records that the run before did not have open."),
  stillOpen: count,
  cleared: count.describe("Open in the run before; by now settled or gone."),
  freshGross: Value,
  stillOpenGross: Value,
  clearedGross: Value,
});

const Rate = z.object({
  byCount: z.string().nullable().describe("Of all records but excluded ones, matched: 0.0000 to 1.0000."),
  byValue: z.record(z.string(), z.string()).describe("The same of the absolute amounts, by currency."),
});

export const RunOverview = z
  .object({
    balanced: z.boolean(),
    proof: z
      .array(
        z.object({
          side: SideName,
          currency: z.string(),
          controlTotal: Value.describe("Taken while the records were loaded, before any pass."),
          outcomesTotal: Value.describe("Sum over the outcomes by now, review included."),
          agrees: z.boolean(),
        }),
      )
      .describe("Conservation: what came in is what is accounted for."),
    records: z.object({ left: count, right: count }),
    matchRate: z.object({ run: Rate, now: Rate.describe("With what review decided.") }),
    valueAtRisk: z.record(z.string(), z.string()).describe("Absolute amounts of the open breaks, by currency."),
    outcomes: z.array(OutcomeFigure),
    breaks: z.object({ open: count, settled: count }),
    byReason: z.array(BreakFigure),
    byAmount: z.array(BreakFigure),
    byAge: z.array(BreakFigure),
    previous: z
      .object({ runId: z.string(), changes: z.array(ChangeFigure) })
      .nullable()
      .describe("What changed since the run before of the same reconciliation, by the contents of the records."),
  })
  .meta({ id: "RunOverview" });
export type RunOverview = z.infer<typeof RunOverview>;
