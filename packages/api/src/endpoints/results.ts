import { z } from "zod";
import {
  exampleBreak,
  exampleDescription,
  exampleDifference,
  exampleFacets,
  exampleGroup,
  exampleGroupDetail,
  exampleOverview,
  exampleRecord,
  exampleReject,
  exampleRow,
  pageOf,
} from "../examples/result-examples.ts";
import { exampleSummary } from "./runs.ts";
import { bytes, defineEndpoint } from "../endpoint.ts";
import { RunId } from "../ids.ts";
import { listOf } from "../list.ts";
import {
  Break,
  BreakDetail,
  DifferenceRow,
  Facet,
  GroupDetail,
  RecordDetail,
  RejectRow,
  ResultDescription,
  ResultGroup,
  ResultRow,
  RunOverview,
} from "../results.ts";
import { ResultList, SideName } from "../result-words.ts";

const tag = "results";
const ofRun = z.object({ runId: RunId });
const read = { method: "GET", tag, access: "project:read", status: 200 } as const;
const errors = ["RESULT_GONE", "RUN_NOT_COMPLETED", "RESULTS_UNAVAILABLE", "OVERLOADED", "CLIENT_GONE"] as const;
const listErrors = [...errors, "CURSOR_INVALID"] as const;

const view = {
  filter: z
    .string()
    .max(20_000)
    .optional()
    .describe('JSON: `{"column":"outcome","in":["unmatched"]}`, combined by `all`, `any`, `not`.'),
  search: z.string().max(500).optional().describe("Words, each of which one of an item's values holds, in any case."),
};
const sort = z
  .string()
  .max(500)
  .optional()
  .describe("`-amount,party`: columns in order, `-` descending; NULL comes last.");

/** The query of every list of a run's results. */
export const ResultQuery = z.object({
  ...view,
  sort,
  limit: z.coerce.number().int().min(1).max(500).default(50).describe("Items a page."),
  cursor: z.string().max(8000).optional().describe("`nextCursor` of the page before."),
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe("Items before the page, for a jump into the middle; not beside a cursor."),
});
export type ResultQuery = z.infer<typeof ResultQuery>;

const example = { query: { filter: '{"column":"currency","in":["EUR"]}', sort: "-amount" } };

export const describeResult = defineEndpoint({
  ...read,
  id: "describeResult",
  path: "/api/runs/{runId}/result",
  summary: "Fields, columns and summary of a run's result set",
  params: ofRun,
  response: ResultDescription,
  errors,
  example: { response: exampleDescription(exampleSummary) },
});

export const getRunOverview = defineEndpoint({
  ...read,
  id: "getRunOverview",
  path: "/api/runs/{runId}/overview",
  summary: "Proof of balance, match rates, value at risk, breaks, change since the last run",
  params: ofRun,
  response: RunOverview,
  errors,
  example: { response: exampleOverview },
});

export const listRows = defineEndpoint({
  ...read,
  id: "listRows",
  path: "/api/runs/{runId}/rows",
  summary: "Records with their outcome by now",
  params: ofRun,
  query: ResultQuery,
  response: listOf(ResultRow),
  errors: listErrors,
  example: { ...example, response: pageOf(exampleRow) },
});

export const getRow = defineEndpoint({
  ...read,
  id: "getRow",
  path: "/api/runs/{runId}/rows/{side}/{rowId}",
  summary: "One record with its original cells and why it is where it is",
  params: ofRun.extend({ side: SideName, rowId: z.coerce.number().int().min(1) }),
  response: RecordDetail,
  errors,
  example: { response: exampleRecord },
});

export const listGroups = defineEndpoint({
  ...read,
  id: "listGroups",
  path: "/api/runs/{runId}/groups",
  summary: "Groups: matches and suggestions of the run, and what review made",
  params: ofRun,
  query: ResultQuery,
  response: listOf(ResultGroup),
  errors: listErrors,
  example: { response: pageOf(exampleGroup), query: { filter: '{"column":"kind","in":["1:n"]}', sort: "-residual" } },
});

export const getGroup = defineEndpoint({
  ...read,
  id: "getGroup",
  path: "/api/runs/{runId}/groups/{groupId}",
  summary: "One group with its members and differences",
  params: ofRun.extend({ groupId: z.coerce.number().int() }),
  response: GroupDetail,
  errors,
  example: { response: exampleGroupDetail },
});

export const listDifferences = defineEndpoint({
  ...read,
  id: "listDifferences",
  path: "/api/runs/{runId}/differences",
  summary: "Differing fields of matched groups, as the run found them",
  params: ofRun,
  query: ResultQuery,
  response: listOf(DifferenceRow),
  errors: listErrors,
  example: { response: pageOf(exampleDifference), query: { filter: '{"column":"field","in":["amount"]}' } },
});

export const listBreaks = defineEndpoint({
  ...read,
  id: "listBreaks",
  path: "/api/runs/{runId}/breaks",
  summary: "Breaks with both sides and their state in review",
  params: ofRun,
  query: ResultQuery,
  response: listOf(Break),
  errors: listErrors,
  example: { response: pageOf(exampleBreak), query: { filter: '{"column":"status","in":["open"]}', sort: "-amount" } },
});

export const getBreak = defineEndpoint({
  ...read,
  id: "getBreak",
  path: "/api/runs/{runId}/breaks/{breakId}",
  summary: "One break with both sides and every competing candidate",
  params: ofRun.extend({ breakId: z.coerce.number().int().min(0) }),
  response: BreakDetail,
  errors,
  example: { response: { ...exampleBreak, group: exampleGroupDetail } },
});

export const listRejects = defineEndpoint({
  ...read,
  id: "listRejects",
  path: "/api/runs/{runId}/rejects",
  summary: "Records that could not be read, with the reason and their raw text",
  params: ofRun,
  query: ResultQuery,
  response: listOf(RejectRow),
  errors: listErrors,
  example: { response: pageOf(exampleReject) },
});

export const listFacets = defineEndpoint({
  ...read,
  id: "listFacets",
  path: "/api/runs/{runId}/facets",
  summary: "Counts by value, amount, age or month of some columns of a list",
  description: "A column's own condition at the top of the filter does not apply to its own facet.",
  params: ofRun,
  query: z.object({
    ...view,
    list: ResultList.default("rows"),
    columns: z.string().min(1).max(1000).describe("Up to twelve, comma-separated: `outcome,currency,amount,ageDays`."),
    limit: z.coerce.number().int().min(1).max(200).default(20).describe("Values a column."),
    sums: z.enum(["true", "false"]).optional().describe("Also what the items of each value come to, by currency."),
  }),
  response: z.object({ facets: z.array(Facet) }),
  errors,
  example: { response: exampleFacets, query: { columns: "outcome,currency,amount" } },
});

export const exportResult = defineEndpoint({
  ...read,
  id: "exportResult",
  path: "/api/runs/{runId}/export",
  summary: "Exactly a list's view as a file, or a report of the whole run",
  description:
    "csv, xlsx, json and ndjson hold the items that the same filter, search and sort list, in that order, with the chosen columns. html is the report of the whole run and takes none of them. A download that breaks off was not finished: a whole one ends its chunked transfer. One person may write one at a time, for half an hour at most.",
  params: ofRun,
  query: z.object({
    ...view,
    sort,
    list: ResultList.default("breaks"),
    format: z.enum(["csv", "xlsx", "json", "ndjson", "html"]),
    columns: z.string().max(5000).optional().describe("Comma-separated names in the order wanted; default: all."),
    bom: z.enum(["true", "false"]).optional().describe("csv: with a byte-order mark, which Excel wants."),
  }),
  response: bytes(
    "The file.",
    "text/csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/json",
    "application/x-ndjson",
    "text/html",
  ),
  errors,
  example: { query: { format: "csv", list: "breaks" } },
});

export const resultEndpoints = [
  describeResult,
  getRunOverview,
  listRows,
  getRow,
  listGroups,
  getGroup,
  listDifferences,
  listBreaks,
  getBreak,
  listRejects,
  listFacets,
  exportResult,
];
