import { serveExit, StartFailure } from "./failure.ts";
import type { ServerLife } from "./server-life.ts";

/** Makes every way in which this process could end by itself speak first. */
export function guardProcess(life: ServerLife): void {
  process.on("uncaughtException", (error) => life.fail(error));
  process.on("unhandledRejection", (reason) => life.fail(reason));
  process.on("beforeExit", () => life.fail(drained(life)));
  guardExit(life);
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => life.requestStop(signal));
  process.on("message", (message: { kind?: unknown; reason?: unknown }) => {
    if (message.kind === "stop") life.requestStop(String(message.reason));
  });
  process.on("disconnect", () => life.loseLauncher());
  // Waiting for the launcher's word is no work: a start that waits for nothing else has come to nothing.
  process.channel?.unref();
  // The reader of our logs may go away; the server need not.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}

function drained(life: ServerLife): StartFailure {
  const active = process.getActiveResourcesInfo();
  return new StartFailure({
    code: "EVENT_LOOP_DRAINED",
    description: `the start came to nothing in phase ${life.phase}: it waits for something, but nothing is left that could happen (active: ${active.join(", ") || "nothing"})`,
    action:
      "A promise that is never settled, often in a changed or half-built module; build again, and report it with the phase if it stays.",
    exitCode: serveExit.bug,
  });
}

/** A library that calls `process.exit` would take the server down without a word. */
function guardExit(life: ServerLife): void {
  const exit = process.exit.bind(process);
  let caller: string | undefined;
  process.exit = (code) => {
    caller ??= new Error("exit").stack
      ?.split("\n")
      .slice(2, 5)
      .map((line) => line.trim())
      .join(" ");
    return exit(code);
  };
  process.on("exit", (code) => {
    if (life.ended) return;
    life.fail(
      new StartFailure({
        code: "EXIT_CALLED",
        description: `something within the program ended it with exit code ${code} in phase ${life.phase}: ${caller ?? "no trace"}`,
        action: "This is a bug; report it with the line above.",
        exitCode: serveExit.bug,
      }),
    );
  });
}
