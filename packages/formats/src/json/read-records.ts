import type { ReadLimits, ResolvedSource } from "../source.ts";
import { DocumentSplitter, type DocumentRecord } from "./document-splitter.ts";
import { LineSplitter } from "./line-splitter.ts";
import { readUtf8 } from "./read-utf8.ts";

/** The raw records of a file in batches; the second value of the pair is what was found at its end. */
export interface RecordSource {
  batches(): AsyncGenerator<readonly DocumentRecord[]>;
  /** Dotted paths of the arrays of records met so far; undefined stands for the document itself. */
  arrays(): readonly (string | undefined)[];
}

/** Finds a file's records: per line for `ndjson`, else in the document, in the array that `records` names. */
export function recordSource(path: string, resolved: ResolvedSource, limits: Required<ReadLimits>): RecordSource {
  return resolved.format === "ndjson" ? lineSource(path, resolved, limits) : documentSource(path, resolved, limits);
}

function lineSource(path: string, resolved: ResolvedSource, limits: Required<ReadLimits>): RecordSource {
  const splitter = new LineSplitter(limits.maxRecordBytes);
  async function* batches() {
    for await (const chunk of readUtf8(path, resolved, limits)) yield splitter.push(chunk).map(atTop);
    yield splitter.end().map(atTop);
  }
  return { batches, arrays: () => [undefined] };
}

function documentSource(path: string, resolved: ResolvedSource, limits: Required<ReadLimits>): RecordSource {
  const splitter = new DocumentSplitter(path, resolved.options.records, limits.maxRecordBytes);
  async function* batches() {
    for await (const chunk of readUtf8(path, resolved, limits)) yield splitter.push(chunk);
    splitter.end();
  }
  return { batches, arrays: () => splitter.arrays };
}

const atTop = (record: Omit<DocumentRecord, "array">): DocumentRecord => ({ ...record, array: undefined });
