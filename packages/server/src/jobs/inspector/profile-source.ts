import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { WorkTold } from "@recon/duckdb/process";
import { detectWithHeader, openSource, profileColumns, type SourceFile, type SourceRow } from "@recon/formats";
import { cutText } from "./cut-text.ts";
import type { InspectRequest, Profiled } from "./inspect-request.ts";
import { RepeatedRecords } from "./repeated-records.ts";

/** Rejects that are listed; all are counted. */
const MOST_LISTED_REJECTS = 10_000;
const MOST_REJECT_LENGTH = 2_000;
/** Distinct cells counted exactly, over all columns together: bounds the memory for tables of a thousand columns. */
const MOST_DISTINCT = 2_000_000;
const LEAST_DISTINCT = 1_000;
/** Records among which repeated ones are looked for. */
const MOST_COMPARED_RECORDS = 1_000_000;
const PROGRESS_INTERVAL_MS = 500;

/** Detects, reads and profiles a whole file; its rejects go to a file of one JSON line each. */
export async function profileSource(
  { path, spec, rejectsPath }: Extract<InspectRequest, { kind: "profile" }>,
  told: WorkTold,
): Promise<Profiled> {
  told.stage("detect");
  const { resolved, guessed } = await detectWithHeader(path, spec);
  const file = await openSource(path, resolved);
  told.stage("profile");
  let toldAt = 0;
  const repeated = new RepeatedRecords(MOST_COMPARED_RECORDS);
  const profile = await profileColumns(file.header, watching(file, rejectsPath, repeated), {
    options: resolved.options,
    maxDistinct: Math.max(LEAST_DISTINCT, Math.floor(MOST_DISTINCT / 2 / Math.max(1, file.header.length))),
    onProgress(rows) {
      if (performance.now() - toldAt < PROGRESS_INTERVAL_MS) return;
      toldAt = performance.now();
      told.progress({ stage: "profile", rows, totalRows: 0 });
    },
  });
  return {
    resolved: file.resolved,
    header: file.header,
    profile,
    guessed: guessed ?? null,
    sheets: file.sheets ?? null,
    repeated: { records: repeated.count, isExact: repeated.isExact },
  };
}

/** The file's rows; on the way its rejects are written down and its repeated records counted. */
async function* watching(
  file: SourceFile,
  rejectsPath: string,
  repeated: RepeatedRecords,
): AsyncGenerator<readonly SourceRow[]> {
  const list = createWriteStream(rejectsPath);
  let listed = 0;
  for await (const batch of file.rows()) {
    for (const row of batch) {
      if (row.kind === "record") repeated.add(row.cells);
      if (row.kind !== "reject" || listed >= MOST_LISTED_REJECTS) continue;
      listed++;
      const line = JSON.stringify({ line: row.line, text: cutText(row.text, MOST_REJECT_LENGTH), reason: row.reason });
      if (!list.write(`${line}\n`)) await once(list, "drain");
    }
    yield batch;
  }
  list.end();
  await finished(list);
}
