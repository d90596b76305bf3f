import { stat } from "node:fs/promises";
import { ReconError } from "@recon/core";
import { readFault } from "../read-fault.ts";
import type { ReadLimits, ResolvedSource, SourceFile, SourceRow } from "../source.ts";
import { trimWhiteSpace } from "../white-space.ts";
import { findRecords, type FoundRecords } from "./find-records.ts";
import { RecordReader, RowLayout } from "./json-row.ts";
import { recordSource } from "./read-records.ts";

const batchRows = 1024;

/**
 * Opens a JSON document or NDJSON file: one record per object, the header the union of all property names, `line` the
 * line on which the record begins. Opening reads the file once; `resolved.options.records` then names the array.
 * Numbers keep their digits as written, nested values become compact JSON, absent properties and null are NULL.
 * Throws `INPUT_TRUNCATED` for files that are cut off, `INPUT_FORMAT` where the records are not certain,
 * `LIMIT_SIZE` beyond the limits.
 */
export async function openJson(
  path: string,
  resolved: ResolvedSource,
  limits: Required<ReadLimits>,
): Promise<SourceFile> {
  const sizeBytes = await stat(path).then(
    ({ size }) => size,
    (error: unknown) => Promise.reject(readFault(error, path)),
  );
  const found = await findRecords(path, resolved, limits);
  const options = found.records === undefined ? resolved.options : { ...resolved.options, records: found.records };
  return {
    path,
    sizeBytes,
    resolved: { ...resolved, options },
    header: [...found.columns.keys()].map(trimWhiteSpace),
    rows: () => readRows(path, { ...resolved, options }, { found, limits }),
  };
}

async function* readRows(
  path: string,
  resolved: ResolvedSource,
  { found, limits }: { found: FoundRecords; limits: Required<ReadLimits> },
): AsyncGenerator<SourceRow[]> {
  const reader = new RecordReader();
  const layout = new RowLayout(found.columns);
  for await (const batch of recordSource(path, resolved, limits).batches()) {
    for (let start = 0; start < batch.length; start += batchRows) {
      yield batch.slice(start, start + batchRows).map((raw) => {
        const row = layout.row(reader.read(raw));
        if (row === undefined) throw changed(path, raw.line);
        return row;
      });
    }
  }
}

function changed(path: string, line: number): ReconError {
  const message = `${path} was changed while it was read: line ${line} has a property that was not there before. Run again.`;
  return new ReconError("INPUT_UNREADABLE", message, { at: { file: path, line } });
}
