import {
  describeResult,
  exportResult,
  getBreak,
  getGroup,
  getRow,
  getRunOverview,
  listBreaks,
  listDifferences,
  listFacets,
  listGroups,
  listRejects,
  listRows,
  Problem,
  type ResultList,
  type ResultQuery,
  type RunId,
} from "@recon/api";
import type { FastifyReply } from "fastify";
import type { AppContext } from "../app-context.ts";
import type { ResultPage } from "../results/lists/read-page.ts";
import { askResults, findResults, whileWanted } from "../services/results/ask-results.ts";
import { exportView } from "../services/results/export-view.ts";
import { readOverview } from "../services/results/overview.ts";
import { readView } from "../services/results/read-view.ts";
import type { ResultRequest } from "../results/results.ts";
import { handle, type Handler } from "./handler.ts";

interface Asked {
  readonly context: AppContext;
  readonly params: { readonly runId: RunId };
  readonly reply: FastifyReply;
}

const ask = async <T>({ context, params, reply }: Asked, request: ResultRequest): Promise<T> =>
  askResults<T>(context, await findResults(context, params.runId), request, whileWanted(reply));

/** The answers are checked against the endpoint's schema by `mount`. */
const page = async (asked: Asked, list: ResultList, query: ResultQuery) =>
  (await ask<ResultPage>(asked, {
    kind: "page",
    query: readView(list, query),
    limit: query.limit,
    cursor: query.cursor,
    offset: query.offset,
  })) as never;

async function found<T>(asked: Asked, request: ResultRequest): Promise<T> {
  const item = await ask<T | null>(asked, request);
  if (item === null) throw new Problem("NOT_FOUND");
  return item;
}

const MEMBERS = 200;

export const resultHandlers: readonly Handler[] = [
  handle(describeResult, (call) => ask(call, { kind: "describe" })),
  handle(getRunOverview, ({ context, params, reply }) => readOverview(context, params.runId, whileWanted(reply))),
  handle(listRows, (call) => page(call, "rows", call.query)),
  handle(getRow, (call) => found(call, { kind: "record", side: call.params.side, rowId: call.params.rowId })),
  handle(listGroups, (call) => page(call, "groups", call.query)),
  handle(getGroup, (call) => found(call, { kind: "group", groupId: call.params.groupId, members: MEMBERS })),
  handle(listDifferences, (call) => page(call, "differences", call.query)),
  handle(listBreaks, (call) => page(call, "breaks", call.query)),
  handle(getBreak, (call) => found(call, { kind: "break", breakId: call.params.breakId })),
  handle(listRejects, (call) => page(call, "rejects", call.query)),
  handle(listFacets, async (call) => {
    const { list, columns, limit, sums, ...view } = call.query;
    const [query, names] = [readView(list, view), readColumns(columns)];
    const request = { kind: "facets", query, columns: names, limit, sums: sums === "true" } as const;
    return { facets: (await ask(call, request)) as never };
  }),
  handle(exportResult, ({ context, actor, params, query, reply }) =>
    exportView(context, { runId: params.runId, query, owner: actor.userId, signal: whileWanted(reply) }),
  ),
];

const MOST_COLUMNS = 12;

function readColumns(text: string): string[] {
  const columns = text.split(",");
  if (columns.length > MOST_COLUMNS) throw new Problem("INPUT_INVALID", `columns: at most ${MOST_COLUMNS} columns`);
  return columns;
}
