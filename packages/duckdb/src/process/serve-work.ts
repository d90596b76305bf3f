/** The inner side of a worker process: it may be killed at any time, so nothing it does is final: its supervisor makes it so. */
import { ReconError } from "@recon/core/errors";
import type { OpenCounts } from "../engine/run-stages.ts";
import type { FromWorker, Progress, ToWorker, WorkFailure } from "./messages.ts";

/** How the work tells its supervisor where it stands. */
export interface WorkTold {
  stage(name: string): void;
  progress(progress: Progress): void;
  open(open: OpenCounts): void;
  note(text: string): void;
  /** What stops the work when it is cancelled; the supervisor kills the process soon after in any case. */
  onCancel(stop: () => void): void;
}

export interface WorkServer<Request, Result> {
  work(request: Request, told: WorkTold): Promise<Result>;
  /** The supervisor is gone: nobody will ever read the result, and nobody else will tidy up. */
  abandoned?(request: Request): void;
}

/** Makes this process the worker of a `WorkerProcess`: it does one piece of work and ends. */
export function serveWork<Request, Result>(server: WorkServer<Request, Result>): void {
  let cancel: () => void = () => undefined;
  let current: Request | undefined;
  const send = (message: FromWorker<Result>, then?: () => void): void => {
    process.send?.(message, undefined, undefined, () => then?.());
  };
  const told: WorkTold = {
    stage: (name) => send({ kind: "stage", name }),
    progress: (progress) => send({ kind: "progress", progress }),
    open: (open) => send({ kind: "open", open }),
    note: (text) => send({ kind: "note", text }),
    onCancel(stop) {
      cancel = stop;
    },
  };
  process.on("message", (message: ToWorker<Request>) => {
    if (message.kind === "cancel") return cancel();
    current = message.request;
    server.work(message.request, told).then(
      (result) => send({ kind: "done", result }, () => process.exit(0)),
      (error: unknown) => send({ kind: "failed", failure: failureOf(error) }, () => process.exit(0)),
    );
  });
  process.on("disconnect", () => {
    if (current !== undefined) server.abandoned?.(current);
    process.exit(1);
  });
  // Ctrl-C, a closed terminal and many supervisors signal the whole process group; the one that started us decides what it means.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
  send({ kind: "ready" });
}

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
