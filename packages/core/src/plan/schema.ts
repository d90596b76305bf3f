/**
 * The plan: a reconciliation as plain data (`*.recon.yaml`). Each Zod schema and its inferred type share one name.
 * The JSON Schema for editors and the reference page are generated from here, so every key carries a `describe`.
 */
import { z } from "zod";
import { fieldTypes, similarityMeasures } from "./vocabulary.ts";

const name = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}_ .-]*$/u, "a name starts with a letter and holds letters, digits, space, _ . or -");

export const DecimalText = z
  .string()
  .regex(/^\d{1,20}(\.\d{1,18})?$/, 'write the number as a quoted decimal without sign, such as "0.05"')
  .describe("A quoted decimal without sign, so that no precision is lost: `\"0.05\"`.");
export type DecimalText = z.infer<typeof DecimalText>;

export const NormaliseStep = z
  .union([
    z.enum(["trim", "squeeze", "upper", "lower", "fold", "punctuation", "leadingZeros", "digits"]),
    z.strictObject({ extract: z.string().describe("RE2 expression; the first group (or the whole match) is kept.") }),
    z.strictObject({ replace: z.tuple([z.string(), z.string()]).describe("RE2 expression and its replacement.") }),
    z.strictObject({ padLeft: z.tuple([z.int().min(1).max(64), z.string().length(1)]) }),
  ])
  .describe("One step of normalising a text; steps run in order and an empty outcome is NULL.");
export type NormaliseStep = z.infer<typeof NormaliseStep>;

export const ColumnRef = z
  .union([
    z.string().describe("The column's header."),
    z.strictObject({
      column: z.string().describe("The column's header."),
      extract: z.string().optional().describe("RE2 expression applied first; the first group (or the match) is kept."),
      minorUnits: z.int().min(0).max(6).optional().describe("The cell holds an integer of 10^-n units (cents: 2)."),
    }),
    z.strictObject({
      debit: z.string().describe("Column of amounts going out; subtracted."),
      credit: z.string().describe("Column of amounts coming in; added."),
    }),
    z.strictObject({ value: z.string().describe("The same value for every record.") }),
  ])
  .describe("Where a side's value comes from.");
export type ColumnRef = z.infer<typeof ColumnRef>;

export const Field = z
  .strictObject({
    type: z.enum(fieldTypes).describe("text, number, money, currency or date."),
    left: ColumnRef.optional().describe("Column on the left; default: the field's own name."),
    right: ColumnRef.optional().describe("Column on the right; default: the field's own name."),
    normalise: z.array(NormaliseStep).optional().describe("Steps for text fields, in order."),
    negate: z.enum(["left", "right", "both"]).optional().describe("Sides whose sign is turned (number, money)."),
    onInvalid: z
      .enum(["reject", "keep"])
      .optional()
      .describe("A cell that does not convert: reject the record (default), or keep it and compare its text."),
  })
  .describe("A canonical field: its type and one column, value or pair a side.");
export type Field = z.infer<typeof Field>;

export const Within = z.union([
  z.strictObject({ absolute: DecimalText.describe("|left - right| is at most this.") }),
  z.strictObject({ relative: DecimalText.describe("|left - right| is at most this share of the larger magnitude.") }),
]);
export type Within = z.infer<typeof Within>;

export const DateWithin = z.strictObject({
  days: z.int().min(0).max(3660).describe("At most this many days apart."),
  calendar: z.string().optional().describe("`calendar` (default) or the name of a calendar under `calendars`."),
});
export type DateWithin = z.infer<typeof DateWithin>;

export const Similar = z.strictObject({
  measure: z.enum(similarityMeasures),
  atLeast: z.number().min(0).max(1).optional().describe("Threshold; required outside `linked` passes."),
  levels: z.array(z.number().min(0).max(1)).optional().describe("Agreement levels of a `linked` pass."),
});
export type Similar = z.infer<typeof Similar>;

const weight = z
  .union([z.number().min(0).max(1_000_000), DecimalText])
  .optional()
  .describe("Cost of one unit of difference (amount in its unit, date in days, 1 - similarity). Default 1.");

export const Condition = z
  .union([
    z.strictObject({ field: z.string(), within: Within, weight }),
    z.strictObject({ field: z.string(), dateWithin: DateWithin, weight }),
    z.strictObject({ field: z.string(), similar: Similar, weight }),
  ])
  .describe("What a candidate pair must satisfy, and what its difference costs.");
export type Condition = z.infer<typeof Condition>;

export const CompareEntry = z
  .union([
    z.strictObject({ field: z.string() }),
    z.strictObject({ field: z.string(), within: Within }),
    z.strictObject({ field: z.string(), dateWithin: DateWithin }),
    z.strictObject({ field: z.string(), similar: Similar }),
  ])
  .describe("A field whose difference beyond its tolerance turns a match into `differs`.");
export type CompareEntry = z.infer<typeof CompareEntry>;

const passBase = {
  name: name.describe("Unique; appears in every result."),
  suggest: z.boolean().optional().describe("true: the pass only suggests and never confirms."),
};
const fieldNames = z.array(z.string()).min(1);
const sum = z.strictObject({ field: z.string().describe("The amount that is summed."), within: Within });

export const KeyedPass = z
  .strictObject({ ...passBase, kind: z.literal("keyed"), on: fieldNames.describe("Fields that must be equal.") })
  .describe("Equal on one or more fields; NULL never equals anything.");
export type KeyedPass = z.infer<typeof KeyedPass>;

export const TolerantPass = z
  .strictObject({
    ...passBase,
    kind: z.literal("tolerant"),
    block: fieldNames.describe("Fields that must be equal."),
    conditions: z.array(Condition).min(1),
  })
  .describe("Equal block, amounts and dates within tolerances; one-to-one at minimum total cost.");
export type TolerantPass = z.infer<typeof TolerantPass>;

export const SimilarPass = z
  .strictObject({
    ...passBase,
    kind: z.literal("similar"),
    block: fieldNames.describe("Fields that must be equal."),
    conditions: z.array(Condition).min(1),
  })
  .describe("Equal block, texts alike above a threshold; one-to-one at minimum total cost.");
export type SimilarPass = z.infer<typeof SimilarPass>;

export const GroupedPass = z
  .strictObject({
    ...passBase,
    kind: z.literal("grouped"),
    shape: z.enum(["1:n", "n:1", "n:m"]),
    on: fieldNames.describe("The shared group key."),
    sum: sum.extend({
      residual: z
        .strictObject({ upTo: Within, reason: z.string().min(1) })
        .optional()
        .describe("What may be left over (a fee), and the reason it is booked under."),
    }),
  })
  .describe("All records of a shared key, when their sums agree.");
export type GroupedPass = z.infer<typeof GroupedPass>;

export const NettedPass = z
  .strictObject({ ...passBase, kind: z.literal("netted"), side: z.enum(["left", "right"]), on: fieldNames, sum })
  .describe("Reversals within one side that cancel.");
export type NettedPass = z.infer<typeof NettedPass>;

export const LinkedPass = z
  .strictObject({
    ...passBase,
    kind: z.literal("linked"),
    block: z.array(fieldNames).min(1),
    comparisons: z
      .array(
        z.strictObject({
          field: z.string(),
          similar: Similar.optional(),
          within: Within.optional(),
          dateWithin: DateWithin.optional(),
          termFrequency: z.boolean().optional(),
        }),
      )
      .min(1),
    maxFalseMatchRate: z.number().min(0).max(1).optional(),
    decide: z.enum(["auto", "best"]).optional(),
  })
  .describe("Probabilistic linkage (a later version; refused by name when run).");
export type LinkedPass = z.infer<typeof LinkedPass>;

export const SummedPass = z
  .strictObject({
    ...passBase,
    kind: z.literal("summed"),
    shape: z.enum(["1:n", "n:1"]),
    anchor: fieldNames,
    window: z.strictObject({ field: z.string(), dateWithin: DateWithin }).optional(),
    sum,
    maxMembers: z.int().min(2).max(64).optional(),
    budget: z.strictObject({ steps: z.int().min(1) }).optional(),
  })
  .describe("Subset sums without a group key (a later version; refused by name when run).");
export type SummedPass = z.infer<typeof SummedPass>;

export const Pass = z.discriminatedUnion("kind", [
  KeyedPass,
  TolerantPass,
  SimilarPass,
  GroupedPass,
  NettedPass,
  LinkedPass,
  SummedPass,
]);
export type Pass = z.infer<typeof Pass>;

export const SourceOptions = z.strictObject({
  delimiter: z.string().length(1).optional().describe("CSV; default: detected."),
  quote: z.string().max(1).optional().describe('CSV; default `"`; empty: no quoting.'),
  encoding: z
    .enum(["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1", "iso-8859-15"])
    .optional()
    .describe("Default: detected."),
  sheet: z.string().optional().describe("XLSX; default: the first sheet."),
  headerRow: z.int().min(1).max(10_000).optional().describe("1-based row of the header; default: 1."),
  records: z.string().optional().describe("JSON: property that holds the array of records; default: the document."),
  decimal: z.enum([".", ","]).optional().describe("Decimal mark; default: detected, else `.`."),
  thousands: z.enum([".", ",", " ", "'"]).optional().describe("Thousands separator; default: detected, else none."),
  dateOrder: z.enum(["dmy", "mdy", "ymd"]).optional().describe("Needed where the data leave the order open."),
  timeZone: z.string().optional().describe("IANA zone in which an instant becomes a date; default: as written."),
});
export type SourceOptions = z.infer<typeof SourceOptions>;

export const Exclusion = z.strictObject({
  where: z.union([
    z.strictObject({ field: z.string(), in: z.array(z.string()).min(1) }),
    z.strictObject({ field: z.string(), matches: z.string().describe("RE2 expression on the canonical text.") }),
    z.strictObject({ field: z.string(), empty: z.literal(true) }),
  ]),
  reason: z.string().min(1),
});
export type Exclusion = z.infer<typeof Exclusion>;

export const Source = z.strictObject({
  files: z.array(z.string().min(1)).min(1).describe("Paths or globs, relative to the plan."),
  format: z.enum(["csv", "tsv", "xlsx", "json", "ndjson", "parquet"]).optional().describe("Default: detected."),
  options: SourceOptions.optional(),
  exclude: z.array(Exclusion).optional().describe("The only way to outcome `excluded`; the first that holds counts."),
});
export type Source = z.infer<typeof Source>;

export const Calendar = z.strictObject({
  weekend: z.array(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])).optional(),
  holidays: z.array(z.string().regex(/^\d{4}-\d{2}-\d{2}$/)).optional(),
});
export type Calendar = z.infer<typeof Calendar>;

export const Plan = z.strictObject({
  version: z.literal(1),
  name: name.describe("Name of the reconciliation."),
  sources: z.union([z.literal(1), z.literal(2)]).optional().describe("2 (default), or 1 for deduplication."),
  left: Source,
  right: Source.optional(),
  fields: z.record(name, Field).describe("Canonical name to type and columns."),
  roles: z
    .strictObject({ amount: z.string().optional(), currency: z.string().optional(), date: z.string().optional() })
    .optional()
    .describe("Fields that carry totals and ageing."),
  calendars: z.record(z.string(), Calendar).optional(),
  compare: z.array(CompareEntry).optional().describe("Default: all fields that no condition of the pass names."),
  passes: z.array(Pass).min(1).describe("Rules in order, each seeing what the earlier ones left."),
  limits: z.strictObject({ pairs: z.int().min(1).optional() }).optional(),
});
export type Plan = z.infer<typeof Plan>;
