import type { Readable } from "node:stream";
import { Problem, type ResultList, type RunId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import type { ViewFormat } from "../../results/export/messages.ts";
import { readReviewDelta } from "../review/read-review-delta.ts";
import { asProblem, findResults } from "./ask-results.ts";
import { readView } from "./read-view.ts";

const contentTypes: Readonly<Record<ViewFormat, string>> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  json: "application/json; charset=utf-8",
  ndjson: "application/x-ndjson; charset=utf-8",
  html: "text/html; charset=utf-8",
};

interface ExportedFile {
  readonly stream: Readable;
  readonly contentType: string;
  readonly fileName: string;
}

interface ExportQuery {
  readonly list: ResultList;
  readonly format: ViewFormat;
  readonly filter?: string | undefined;
  readonly search?: string | undefined;
  readonly sort?: string | undefined;
  readonly columns?: string | undefined;
  readonly bom?: "true" | "false" | undefined;
}

/** A view as a file. The view is as the review stood when it was asked for. */
export async function exportView(
  context: AppContext,
  asked: { runId: RunId; query: ExportQuery; owner: string; signal: AbortSignal },
): Promise<ExportedFile> {
  const { runId, query, owner, signal } = asked;
  const { set } = await findResults(context, runId);
  const request = {
    set,
    delta: await readReviewDelta(context.store, { runId, set }, 0),
    query: readView(query.list, query),
    format: query.format,
    columns: query.columns?.split(","),
    bom: query.bom === "true",
  };
  try {
    const stream = await context.results.exports.start(request, { owner, signal });
    context.metrics.exports.inc({ format: query.format });
    const name = query.format === "html" ? "report" : query.list;
    return {
      stream,
      contentType: contentTypes[query.format],
      fileName: `${name}-${runId.slice(0, 8)}.${query.format}`,
    };
  } catch (error) {
    if (signal.aborted) throw new Problem("CLIENT_GONE");
    throw asProblem(error, set);
  }
}
