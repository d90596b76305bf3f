/** The reader's own process: it holds nothing that is not on disk or in the store, and may be killed at any time. */
import { ReconError } from "@recon/core/errors";
import { QueryFault } from "../query/query-fault.ts";
import { answer } from "./answer.ts";
import { ReaderEngine } from "./engine.ts";
import type { FromReader, ReaderFailure, ToReader } from "./messages.ts";
import { OpenSets, ReviewBehind } from "./open-sets.ts";

const send = (message: FromReader): void => void process.send?.(message, undefined, undefined, () => undefined);

const running = new Map<number, AbortController>();
let reader: Promise<{ engine: ReaderEngine; sets: OpenSets }> | undefined;

async function start(options: Extract<ToReader, { kind: "open" }>): Promise<{ engine: ReaderEngine; sets: OpenSets }> {
  const engine = await ReaderEngine.open(options);
  return { engine, sets: new OpenSets(engine, options.indexRoot) };
}

async function work({ id, request }: Extract<ToReader, { kind: "request" }>): Promise<void> {
  const cancel = new AbortController();
  running.set(id, cancel);
  try {
    if (reader === undefined) throw new Error("asked before it was opened");
    send({ kind: "done", id, result: await answer(await reader, request, cancel.signal) });
  } catch (error) {
    send({
      kind: "failed",
      id,
      failure: cancel.signal.aborted ? { kind: "cancelled" } : failureOf(error, request.set.dir),
    });
  } finally {
    running.delete(id);
  }
}

function failureOf(error: unknown, dir: string): ReaderFailure {
  if (error instanceof ReviewBehind) return { kind: "behind", setId: error.setId, reviewSeq: error.reviewSeq };
  if (error instanceof QueryFault) return { kind: "query", path: error.path, message: error.message };
  if (error instanceof ReconError) return { kind: "recon", code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  if (/Out of Memory Error/i.test(message))
    return {
      kind: "recon",
      code: "LIMIT_MEMORY",
      message: "this takes more memory than the reader may use; narrow the filter",
    };
  const isFileFault = /^(IO|Invalid Input|Serialization) Error|parquet|snappy|corrupt/i.test(message);
  if (isFileFault && !/^(Binder|Catalog|Parser) Error/.test(message))
    return {
      kind: "recon",
      code: "RESULT_INVALID",
      message: `${dir}: a file is damaged or gone: ${message.split("\n")[0]}`,
    };
  return { kind: "bug", message, stack: error instanceof Error ? error.stack : undefined };
}

process.on("message", (message: ToReader) => {
  if (message.kind === "open") {
    reader = start(message);
    reader.then(
      () => send({ kind: "ready" }),
      // Nothing can be read: the supervisor tells the cause and starts another one.
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(70);
      },
    );
  } else if (message.kind === "request") void work(message);
  else running.get(message.id)?.abort();
});

process.on("disconnect", () => process.exit(0));
// Signals go to the whole process group; the server that started this one decides what they mean.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
