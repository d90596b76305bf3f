/**
 * The plan: a reconciliation as plain data (`*.recon.yaml`). Each Zod schema and its inferred type share one name.
 * The JSON Schema for editors and the reference page are generated from here, so every key carries a description and
 * every object a title where messages need a noun for it. One file on purpose: the plan is read from top to bottom.
 */
import { z } from "zod";
import { isRealDate } from "./real-date.ts";
import { fieldTypes, similarityMeasures, sides, sourceFormats, weekdays } from "./vocabulary.ts";

const name = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}_ .-]*$/u, "a name starts with a letter or _ and holds letters, digits, space, _ . or -");

export const DecimalText = z
  .string()
  .regex(/^\d{1,20}(\.\d{1,18})?$/, 'write a quoted decimal without sign or exponent, such as "0.05"')
  .describe('A quoted decimal without sign, so that no precision is lost: `"0.05"`.');
export type DecimalText = z.infer<typeof DecimalText>;

const expression = z.string().min(1);

export const NormaliseStep = z
  .union([
    z.enum(["trim", "squeeze", "upper", "lower", "fold", "punctuation", "leadingZeros", "digits"]),
    z
      .strictObject({ extract: expression.describe("RE2 expression; its first group, or the match without a group.") })
      .meta({ title: "extract step", description: "Keeps what an expression finds; no match is NULL." }),
    z
      .strictObject({
        replace: z
          .tuple([expression, z.string()])
          .describe("RE2 expression and its replacement, in which `\\1` names a group; all occurrences."),
      })
      .meta({ title: "replace step", description: "Replaces what an expression finds." }),
    z
      .strictObject({
        padLeft: z
          .tuple([z.int().min(1).max(64), z.string().length(1)])
          .describe('Length and fill character: `[8, "0"]`; longer texts stay.'),
      })
      .meta({ title: "padLeft step", description: "Fills a text on the left." }),
  ])
  .meta({
    id: "NormaliseStep",
    title: "normalise step",
    description: "One step of normalising a text; steps run in order and an empty outcome is NULL.",
  });
export type NormaliseStep = z.infer<typeof NormaliseStep>;

export const ColumnRef = z
  .union([
    z.string().describe("The column's header."),
    z
      .strictObject({
        column: z.string().describe("The column's header."),
        extract: expression
          .optional()
          .describe("RE2 expression applied to the cell before all else; its first group, or the match."),
        minorUnits: z
          .int()
          .min(0)
          .max(6)
          .optional()
          .describe("The cell holds an integer of 10^-n units (cents: 2); number and money."),
      })
      .meta({ title: "column reference", description: "A column whose cell is taken apart or scaled." }),
    z
      .strictObject({
        debit: z.string().describe("Column of amounts going out; subtracted."),
        credit: z.string().describe("Column of amounts coming in; added."),
      })
      .meta({ title: "debit and credit pair", description: "An amount in two columns: credit − debit." }),
    z
      .strictObject({ value: z.string().describe("The text that stands for every record's cell.") })
      .meta({ title: "constant value", description: "The same value for every record." }),
  ])
  .meta({ id: "ColumnRef", title: "column reference", description: "Where a side's value comes from." });
export type ColumnRef = z.infer<typeof ColumnRef>;

export const Field = z
  .strictObject({
    type: z.enum(fieldTypes).describe("How the cell is read and compared."),
    left: ColumnRef.optional().describe("Column on the left; default: the field's own name."),
    right: ColumnRef.optional().describe("Column on the right; default: the field's own name."),
    normalise: z.array(NormaliseStep).optional().describe("Steps for text fields, in order; default: none."),
    negate: z.enum(["left", "right", "both"]).optional().describe("Sides whose sign is turned (number, money)."),
    onInvalid: z
      .enum(["reject", "keep"])
      .optional()
      .describe("A cell that does not convert: reject the record (default), or keep it and compare its text."),
  })
  .meta({
    id: "Field",
    title: "field",
    description: "A canonical field: its type and one column, value or pair a side.",
  });
export type Field = z.infer<typeof Field>;

export const Within = z
  .union([
    z.strictObject({ absolute: DecimalText.describe("|left − right| is at most this.") }),
    z.strictObject({
      relative: DecimalText.describe("|left − right| is at most this share of the larger magnitude; at most 1000."),
    }),
  ])
  .meta({ id: "Within", title: "tolerance", description: "A tolerance on numbers: one of `absolute`, `relative`." });
export type Within = z.infer<typeof Within>;

export const DateWithin = z
  .strictObject({
    days: z.int().min(0).max(3660).describe("At most this many days apart."),
    calendar: z
      .string()
      .optional()
      .describe("`calendar` (default) counts all days; the name of a calendar under `calendars` its business days."),
  })
  .meta({ id: "DateWithin", title: "date tolerance", description: "A tolerance on dates, in days." });
export type DateWithin = z.infer<typeof DateWithin>;

export const Similar = z
  .strictObject({
    measure: z.enum(similarityMeasures).describe("How alike two texts are, from 0 to 1."),
    atLeast: z.number().min(0).max(1).optional().describe("Threshold; required outside `linked` passes."),
    levels: z.array(z.number().min(0).max(1)).min(1).optional().describe("Agreement levels; only in `linked` passes."),
  })
  .meta({ id: "Similar", title: "similarity", description: "A tolerance on texts." });
export type Similar = z.infer<typeof Similar>;

const fieldName = z.string().describe("Name of a field under `fields`.");
const weight = z
  .union([z.number().min(0).max(1_000_000), DecimalText])
  .optional()
  .describe("Cost of one unit of difference (amount in its unit, date in days, 1 − similarity). Default 1.");

export const Condition = z
  .union([
    z.strictObject({ field: fieldName, within: Within.describe("The field is a number or money."), weight }),
    z.strictObject({ field: fieldName, dateWithin: DateWithin.describe("The field is a date."), weight }),
    z.strictObject({ field: fieldName, similar: Similar.describe("The field is a text."), weight }),
  ])
  .meta({
    id: "Condition",
    title: "condition",
    description: "What a candidate pair must satisfy, and what its difference costs.",
  });
export type Condition = z.infer<typeof Condition>;

export const CompareEntry = z
  .union([
    z.strictObject({ field: fieldName }),
    z.strictObject({ field: fieldName, within: Within.describe("The field is a number or money.") }),
    z.strictObject({ field: fieldName, dateWithin: DateWithin.describe("The field is a date.") }),
    z.strictObject({ field: fieldName, similar: Similar.describe("The field is a text.") }),
  ])
  .meta({
    id: "CompareEntry",
    title: "compare entry",
    description: "A field whose difference, beyond its tolerance if it has one, turns a match into `differs`.",
  });
export type CompareEntry = z.infer<typeof CompareEntry>;

const fieldNames = z.array(z.string()).min(1);
const passBase = {
  name: name.describe("Unique; appears in every result."),
  suggest: z.boolean().optional().describe("true: the pass only suggests and never confirms. Default false."),
};
const block = fieldNames.describe("Fields that must be equal; NULL never equals anything.");
const conditions = z.array(Condition).min(1).describe("All must hold.");
const Sum = z
  .strictObject({
    field: z.string().describe("The number or money field that is summed."),
    within: Within.describe("What the sums may differ by."),
  })
  .meta({ id: "Sum", title: "sum", description: "Amounts that must add up." });
const Residual = z
  .strictObject({
    upTo: Within.describe("The most that may be left over; relative: of the larger sum."),
    reason: z.string().min(1).describe("What the remainder is booked under."),
  })
  .meta({ id: "Residual", title: "residual", description: "A remainder, such as a fee, that is no break." });

export const KeyedPass = z
  .strictObject({ ...passBase, kind: z.literal("keyed"), on: fieldNames.describe("Fields that must be equal.") })
  .meta({
    id: "KeyedPass",
    title: "keyed pass",
    description: "Equal on one or more fields; NULL never equals anything.",
  });
export type KeyedPass = z.infer<typeof KeyedPass>;

export const TolerantPass = z.strictObject({ ...passBase, kind: z.literal("tolerant"), block, conditions }).meta({
  id: "TolerantPass",
  title: "tolerant pass",
  description: "Equal block, amounts and dates within tolerances; one-to-one at minimum total cost.",
});
export type TolerantPass = z.infer<typeof TolerantPass>;

export const SimilarPass = z.strictObject({ ...passBase, kind: z.literal("similar"), block, conditions }).meta({
  id: "SimilarPass",
  title: "similar pass",
  description: "Equal block, texts alike above a threshold; one-to-one at minimum total cost.",
});
export type SimilarPass = z.infer<typeof SimilarPass>;

export const GroupedPass = z
  .strictObject({
    ...passBase,
    kind: z.literal("grouped"),
    shape: z.enum(["1:n", "n:1", "n:m"]).describe("How many records stand on the left and on the right."),
    on: fieldNames.describe("The shared group key."),
    sum: Sum.extend({ residual: Residual.optional().describe("What may be left over, and under which reason.") })
      .meta({ id: "GroupSum", title: "sum", description: "Amounts that must add up, but for a residual." })
      .describe("Amounts that must add up."),
  })
  .meta({
    id: "GroupedPass",
    title: "grouped pass",
    description: "All records of a shared key, when their sums agree.",
  });
export type GroupedPass = z.infer<typeof GroupedPass>;

export const NettedPass = z
  .strictObject({
    ...passBase,
    kind: z.literal("netted"),
    side: z.enum(sides).describe("The side on which records cancel each other."),
    on: fieldNames.describe("Fields that reversal and reversed share."),
    sum: Sum.describe("Amounts that must add up to zero."),
  })
  .meta({ id: "NettedPass", title: "netted pass", description: "Reversals within one side that cancel." });
export type NettedPass = z.infer<typeof NettedPass>;

const Comparison = z
  .strictObject({
    field: fieldName,
    similar: Similar.optional().describe("The field is a text; give `atLeast` or `levels`."),
    within: Within.optional().describe("The field is a number or money."),
    dateWithin: DateWithin.optional().describe("The field is a date."),
    termFrequency: z.boolean().optional().describe("Agreement on a rare value counts for more. Default false."),
  })
  .meta({
    id: "Comparison",
    title: "comparison",
    description: "One piece of evidence; without a tolerance: equality.",
  });

export const LinkedPass = z
  .strictObject({
    ...passBase,
    kind: z.literal("linked"),
    block: z.array(fieldNames).min(1).describe("Blocking rules; a pair is a candidate if one rule's fields are equal."),
    comparisons: z.array(Comparison).min(1).describe("The evidence that is weighed."),
    maxFalseMatchRate: z.number().min(0).max(1).optional().describe("Share of false matches that is tolerated."),
    decide: z.enum(["auto", "best"]).optional().describe("How matches are taken. Default auto."),
  })
  .meta({
    id: "LinkedPass",
    title: "linked pass",
    description: "Probabilistic linkage (a later version; refused by name when run).",
  });
export type LinkedPass = z.infer<typeof LinkedPass>;

const Window = z
  .strictObject({ field: fieldName, dateWithin: DateWithin.describe("How far apart the members may lie.") })
  .meta({ id: "Window", title: "window", description: "The dates within which members are sought." });
const Budget = z
  .strictObject({ steps: z.int().min(1).describe("Steps, not time, so that the outcome is the same everywhere.") })
  .meta({ id: "Budget", title: "budget", description: "What the search may cost." });

export const SummedPass = z
  .strictObject({
    ...passBase,
    kind: z.literal("summed"),
    shape: z.enum(["1:n", "n:1"]).describe("The side with one record."),
    anchor: fieldNames.describe("Fields that all members share."),
    window: Window.optional().describe("The dates within which members are sought; default: no bound."),
    sum: Sum.describe("Amounts that must add up."),
    maxMembers: z.int().min(2).max(64).optional().describe("Most records on the side with many."),
    budget: Budget.optional().describe("What the search may cost."),
  })
  .meta({
    id: "SummedPass",
    title: "summed pass",
    description: "Subset sums without a group key (a later version; refused by name when run).",
  });
export type SummedPass = z.infer<typeof SummedPass>;

export const Pass = z
  .discriminatedUnion("kind", [KeyedPass, TolerantPass, SimilarPass, GroupedPass, NettedPass, LinkedPass, SummedPass])
  .meta({ id: "Pass", title: "pass", description: "One matching rule; `kind` says which." });
export type Pass = z.infer<typeof Pass>;

export const SourceOptions = z
  .strictObject({
    delimiter: z.string().length(1).optional().describe("CSV; default: detected."),
    quote: z.string().max(1).optional().describe('CSV, TSV; default `"`; empty: no quoting.'),
    encoding: z
      .enum(["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1", "iso-8859-15"])
      .optional()
      .describe("Of a text format; default: detected."),
    sheet: z.string().optional().describe("XLSX; default: the first sheet."),
    headerRow: z.int().min(1).max(10_000).optional().describe("CSV, TSV, XLSX: 1-based row of the header; default 1."),
    records: z.string().optional().describe("JSON: property that holds the array of records; default: the document."),
    decimal: z.enum([".", ","]).optional().describe("Decimal mark; default: detected, else `.`."),
    thousands: z.enum([".", ",", " ", "'"]).optional().describe("Thousands separator; default: detected, else none."),
    dateOrder: z.enum(["dmy", "mdy", "ymd"]).optional().describe("Needed where the data leave the order open."),
    timeZone: z.string().optional().describe("IANA zone in which an instant becomes a date; default: as written."),
  })
  .meta({ id: "SourceOptions", description: "How a source's files are read." });
export type SourceOptions = z.infer<typeof SourceOptions>;

const where = z
  .union([
    z.strictObject({ field: fieldName, in: z.array(z.string()).min(1).describe("Canonical texts, compared whole.") }),
    z.strictObject({ field: fieldName, matches: expression.describe("RE2 expression found in the canonical text.") }),
    z.strictObject({ field: fieldName, empty: z.literal(true).describe("The value is NULL.") }),
  ])
  .meta({ id: "Where", title: "filter", description: "Which records: one of `in`, `matches`, `empty`." });

export const Exclusion = z
  .strictObject({
    where: where.describe("Which records."),
    reason: z.string().min(1).describe("Why; appears in every result."),
  })
  .meta({ id: "Exclusion", title: "exclusion", description: "Records that take no part." });
export type Exclusion = z.infer<typeof Exclusion>;

export const Source = z
  .strictObject({
    files: z.array(z.string().min(1)).min(1).describe("Paths or globs, relative to the plan."),
    format: z.enum(sourceFormats).optional().describe("Default: detected."),
    options: SourceOptions.optional().describe("How the files are read."),
    exclude: z.array(Exclusion).optional().describe("The only way to outcome `excluded`; the first that holds counts."),
  })
  .meta({ id: "Source", title: "source", description: "One set of records: files of one format." });
export type Source = z.infer<typeof Source>;

export const Calendar = z
  .strictObject({
    weekend: z.array(z.enum(weekdays)).optional().describe("Days of the week without business; default: sat, sun."),
    holidays: z
      .array(
        z
          .string()
          .regex(/^\d{4}-\d{2}-\d{2}$/, 'write a date as "2026-12-25"')
          .refine(isRealDate, "there is no such day"),
      )
      .optional()
      .describe("Further days without business, as `YYYY-MM-DD`."),
  })
  .meta({ id: "Calendar", title: "calendar", description: "Which days count as business days." });
export type Calendar = z.infer<typeof Calendar>;

const Roles = z
  .strictObject({
    amount: z.string().optional().describe("Field of type number or money that totals add up."),
    currency: z.string().optional().describe("Field of type currency or text that totals are kept by."),
    date: z.string().optional().describe("Field of type date that ageing counts from."),
  })
  .meta({ id: "Roles", description: "Fields that carry totals and ageing; without a role none." });
const Limits = z
  .strictObject({
    pairs: z.int().min(1).optional().describe("Most candidate pairs a run may score. Default 200000000."),
  })
  .meta({ id: "Limits", description: "Bounds beyond which a run refuses to go on." });

export const Plan = z
  .strictObject({
    version: z.literal(1).describe("Version of the plan's format: 1."),
    name: name.describe("Name of the reconciliation."),
    sources: z
      .union([z.literal(1), z.literal(2)])
      .optional()
      .describe("2 (default), or 1 for deduplication."),
    left: Source.describe("The left source."),
    right: Source.optional().describe("The right source; absent when `sources` is 1."),
    fields: z.record(name, Field).describe("Canonical name to type and columns."),
    roles: Roles.optional().describe("Fields that carry totals and ageing; without a role none."),
    calendars: z.record(z.string(), Calendar).optional().describe("Named calendars of business days."),
    compare: z
      .array(CompareEntry)
      .optional()
      .describe("Fields whose difference makes a match `differs`; default: all that the pass does not judge itself."),
    passes: z.array(Pass).min(1).describe("Rules in order, each seeing what the earlier ones left."),
    limits: Limits.optional().describe("Bounds beyond which a run refuses to go on."),
  })
  .meta({ id: "Plan", title: "plan", description: "A reconciliation as data (`*.recon.yaml`)." });
export type Plan = z.infer<typeof Plan>;
