import type { FastifyReply } from "fastify";
import { Problem, type RunId } from "@recon/api";
import { ReconError } from "@recon/core/errors";
import type { AppContext } from "../../app-context.ts";
import type { ResultRequest } from "../../results/results.ts";
import type { SetRef } from "../../results/reader/messages.ts";
import { ReaderFault, ReaderRefusal } from "../../results/reader/reader-fault.ts";
import { readReviewDelta } from "../review/read-review-delta.ts";

export interface RunResults {
  readonly runId: RunId;
  readonly set: SetRef;
}

/** A completed run's result set with its review as it is at this moment. */
export async function findResults(context: AppContext, runId: RunId): Promise<RunResults> {
  const run = await context.store
    .selectFrom("runs")
    .leftJoin("review_heads", "review_heads.run_id", "runs.id")
    .select(["runs.result_folder", "runs.result_removed_at", "runs.deleted_at", "runs.status", "review_heads.seq"])
    .where("runs.id", "=", runId)
    .executeTakeFirst();
  if (run === undefined || run.deleted_at !== null) throw new Problem("NOT_FOUND");
  if (run.result_removed_at !== null) throw new Problem("RESULT_GONE", "The result set of this run was deleted.");
  if (run.result_folder === null)
    throw new Problem("RUN_NOT_COMPLETED", `The run is ${run.status} and has no result set.`);
  return { runId, set: context.results.setOf(run.result_folder, run.seq ?? 0) };
}

/** Asks the reader about a run; what it refuses becomes a problem that says what to do. */
export async function askResults<T>(
  context: AppContext,
  { runId, set }: RunResults,
  request: ResultRequest,
  signal?: AbortSignal,
): Promise<T> {
  const previous = "previous" in request ? request.previous : undefined;
  try {
    return await context.results.ask<T>(set, request, {
      signal,
      readDelta: (of, from) =>
        readReviewDelta(context.store, of.id === previous?.id ? { set: of } : { runId, set: of }, from),
    });
  } catch (error) {
    if (signal?.aborted === true) throw new Problem("CLIENT_GONE");
    throw asProblem(error, set);
  }
}

/** What callers are told of a failed reading; where the server keeps the set is none of it. */
export function asProblem(error: unknown, set: SetRef): unknown {
  if (error instanceof ReaderFault) {
    const code =
      error.why === "closed" ? "STOPPING" : error.why === "overloaded" ? "OVERLOADED" : "RESULTS_UNAVAILABLE";
    return new Problem(code, capital(error.message), { retryAfterS: 2, cause: error });
  }
  if (!(error instanceof ReaderRefusal)) return error;
  const { failure } = error;
  if (failure.kind === "query") {
    const code = failure.path === "cursor" ? "CURSOR_INVALID" : "INPUT_INVALID";
    return new Problem(code, `${failure.path}: ${failure.message}`, {
      errors: [{ path: `query.${failure.path}`, message: failure.message }],
    });
  }
  if (failure.kind === "recon")
    return new ReconError(
      failure.code,
      failure.message.replaceAll(`${set.dir}/`, "").replaceAll(set.dir, "the result set"),
    );
  if (failure.kind === "behind")
    return new Problem("RESULTS_UNAVAILABLE", "The review changes faster than it can be read; try again.");
  const bug = new Error(`the reader of results failed: ${"message" in failure ? failure.message : failure.kind}`);
  if ("stack" in failure && failure.stack !== undefined) bug.stack = failure.stack;
  return bug;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Aborts when the caller is gone before the answer is out. */
export function whileWanted(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
