import { readBreak, readGroup, readRecord } from "../lists/read-record.ts";
import { chooseBreaks, readFacts } from "../lists/read-facts.ts";
import { readFacets } from "../lists/read-facets.ts";
import { readChanges, readOverview } from "../lists/read-overview.ts";
import { readPage } from "../lists/read-page.ts";
import { listShape } from "../lists/shapes.ts";
import { Query, type ReaderEngine } from "./engine.ts";
import type { ReaderRequest } from "./messages.ts";
import type { OpenSet } from "./open-set.ts";
import type { OpenSets } from "./open-sets.ts";
import { applyReview } from "./review-tables.ts";

/** Answers one request on a connection of its own. */
export async function answer(
  reader: { engine: ReaderEngine; sets: OpenSets },
  request: ReaderRequest,
  signal: AbortSignal,
): Promise<unknown> {
  if (request.kind === "forget") return reader.sets.close(request.set.id);
  return reader.sets.use(request.set, (set) =>
    reader.engine.use(async (connection) => {
      const query = new Query(connection, signal);
      if (request.kind !== "changes") return one(query, set, request);
      return reader.sets.use(request.previous, (previous) => readChanges(query, set, previous));
    }, signal),
  );
}

async function one(
  query: Query,
  set: OpenSet,
  request: Exclude<ReaderRequest, { kind: "changes" | "forget" }>,
): Promise<unknown> {
  switch (request.kind) {
    case "describe":
      return describe(set);
    case "review":
      return { applied: await applyReview(query, set, request.delta), reviewSeq: set.reviewSeq };
    case "page":
      return readPage(query, set, request);
    case "facets":
      return readFacets(query, set, request);
    case "record":
      return readRecord(query, set, request);
    case "group":
      return readGroup(query, set, request);
    case "break":
      return readBreak(query, set, request);
    case "overview":
      return readOverview(query, set);
    case "facts":
      return readFacts(query, set, request);
    case "choose":
      return chooseBreaks(query, set, request);
  }
}

function describe(set: OpenSet): unknown {
  const columns = (list: "rows" | "groups" | "differences" | "breaks" | "rejects") =>
    [...listShape(set, list).columns.values()].map(({ name, type, changes }) => ({
      name,
      type,
      sortable: changes !== true,
    }));
  return {
    fields: set.fields.map(({ name, type, scale }) => ({ name, type, scale })),
    headers: set.headers,
    roles: set.plan.roles ?? {},
    plan: set.plan.name,
    summary: set.summary,
    indexed: set.isIndexed,
    lists: {
      rows: columns("rows"),
      groups: columns("groups"),
      differences: columns("differences"),
      breaks: columns("breaks"),
      rejects: columns("rejects"),
    },
  };
}
