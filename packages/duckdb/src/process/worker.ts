/** The engine's own process: it may be killed at any time, so nothing it does is final before the last rename. */
import { rmSync } from "node:fs";
import { ReconError } from "@recon/core";
import { compare } from "../propose/compare.ts";
import { reconcile } from "../run/reconcile.ts";
import { type RunHooks, type RunReport } from "../run/run-request.ts";
import type { FromWorker, ToWorker, WorkFailure, WorkRequest } from "./messages.ts";

const PROGRESS_INTERVAL_MS = 200;

function send(message: FromWorker, then?: () => void): void {
  process.send?.(message, undefined, undefined, () => then?.());
}

async function work(request: WorkRequest): Promise<void> {
  let stage = "start";
  const hooks: RunHooks = {
    endsWithRun: true,
    onStage(name) {
      stage = name;
      send({ kind: "stage", name });
    },
    onNote: (text) => send({ kind: "note", text }),
    onSession(session) {
      const timer = setInterval(() => {
        const { rows_processed: rows, total_rows_to_process: totalRows } = session.connection.progress;
        send({ kind: "progress", progress: { stage, rows: Number(rows), totalRows: Number(totalRows) } });
      }, PROGRESS_INTERVAL_MS);
      timer.unref();
      cancel = () => session.interrupt();
    },
  };
  try {
    const report: RunReport =
      request.kind === "run" ? await reconcile(request.run, hooks) : await compare(request.run, request.compare, hooks);
    send({ kind: "done", report }, () => process.exit(0));
  } catch (error) {
    send({ kind: "failed", failure: failureOf(error) }, () => process.exit(0));
  }
}

let cancel: () => void = () => undefined;
let current: WorkRequest | undefined;

function failureOf(error: unknown): WorkFailure {
  if (error instanceof ReconError)
    return { code: error.code, message: error.message, ...(error.at === undefined ? {} : { at: error.at }) };
  if (error instanceof Error) {
    const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
    return (
      fileFailure(error) ?? {
        message: error.message + cause,
        ...(error.stack === undefined ? {} : { stack: error.stack }),
      }
    );
  }
  return { message: String(error) };
}

/** File-system failures that surface outside a reader. */
function fileFailure(error: Error): WorkFailure | undefined {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC")
    return {
      code: "LIMIT_DISK",
      message: `the disk is full${path === undefined ? "" : ` (${path})`}; free space and run again`,
    };
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return { code: "OUTPUT_REFUSED", message: `${path ?? "a file"}: no permission to write; choose another --out` };
  return undefined;
}

process.on("message", (message: ToWorker) => {
  if (message.kind === "cancel") return cancel();
  current = message.request;
  void work(message.request);
});

// The supervisor is gone: nobody will ever read the result, and nobody else will tidy up.
process.on("disconnect", () => {
  if (current !== undefined) {
    rmSync(current.run.workDir, { recursive: true, force: true });
    if (current.run.draftDir !== undefined) rmSync(current.run.draftDir, { recursive: true, force: true });
  }
  process.exit(1);
});

// Ctrl-C, a closed terminal and many supervisors signal the whole process group; the one that started us decides what it means.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);

send({ kind: "ready" });
