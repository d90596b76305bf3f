/** The reader's own process: it holds nothing that is not on disk or in the store, and may be killed at any time. */
import { rmSync } from "node:fs";
import { answer } from "./answer.ts";
import { ReaderEngine } from "./engine.ts";
import { failureOf } from "./failure-of.ts";
import type { FromReader, ToReader } from "./messages.ts";
import { OpenSets } from "./open-sets.ts";

const send = (message: FromReader): void => void process.send?.(message, undefined, undefined, () => undefined);

const running = new Map<number, AbortController>();
let workDir: string | undefined;
let reader: Promise<{ engine: ReaderEngine; sets: OpenSets }> | undefined;

async function start(options: Extract<ToReader, { kind: "open" }>): Promise<{ engine: ReaderEngine; sets: OpenSets }> {
  const engine = await ReaderEngine.open(options);
  return { engine, sets: new OpenSets(engine, options) };
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

process.on("message", (message: ToReader) => {
  if (message.kind === "open") {
    workDir = message.workDir;
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

process.on("disconnect", () => {
  // The server was killed: nobody else tidies up.
  if (workDir !== undefined) rmSync(workDir, { recursive: true, force: true });
  process.exit(0);
});
// Signals go to the whole process group; the server that started this one decides what they mean.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
