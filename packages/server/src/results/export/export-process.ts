/** The process of one export: it writes the file to standard output and tells by message whether it is whole. */
import { createReadStream, rmSync } from "node:fs";
import { join } from "node:path";
import { finished, pipeline } from "node:stream/promises";
import { openResultSet } from "@recon/duckdb";
import { failureOf } from "../reader/failure-of.ts";
import type { ExportRequest, FromExport } from "./messages.ts";
import { writeView } from "./write-view.ts";

const send = (message: FromExport): Promise<void> =>
  new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });

async function work(request: ExportRequest): Promise<void> {
  try {
    const rows =
      request.format === "html"
        ? await writeReport(request)
        : await writeView(request, { out: process.stdout, started: () => send({ kind: "started" }) });
    process.stdout.end();
    await finished(process.stdout);
    await send({ kind: "done", rows });
  } catch (error) {
    await send({ kind: "failed", failure: failureOf(error, request.set.dir) });
  }
  rmSync(request.engine.workDir, { recursive: true, force: true });
  process.exit(0);
}

/** The report holds the whole run: it is as long as its charts and lists, not as its records. */
async function writeReport({ set, engine }: ExportRequest): Promise<number> {
  // Charts take longer to load than most exports to write.
  const { exportResultSet } = await import("@recon/report");
  const opened = await openResultSet(set.dir, { memoryBytes: engine.memoryBytes, threads: engine.threads });
  try {
    const path = join(engine.workDir, "report.html");
    await exportResultSet(opened, path);
    await send({ kind: "started" });
    await pipeline(createReadStream(path), process.stdout, { end: false });
    return 0;
  } finally {
    await opened.close();
  }
}

let workDir: string | undefined;

process.on("message", (request: ExportRequest) => {
  workDir = request.engine.workDir;
  void work(request);
});
// The server is gone, or nobody wants the file any more.
const abandon = (): void => {
  if (workDir !== undefined) rmSync(workDir, { recursive: true, force: true });
  process.exit(1);
};
process.on("disconnect", abandon);
process.stdout.on("error", abandon);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
