/** Writes the files of a result set (docs/result-set.md) from the record tables of a finished run. */
import { writeFile } from "node:fs/promises";
import {
  breaksOutput,
  differencesOutput,
  groupColumns,
  groupsOutput,
  membersOutput,
  recordsOutput,
  type FileProof,
  type OutputInput,
  type Side,
} from "@recon/core";
import { printRelation, quoteText } from "@recon/core/dialect";
import type { Session } from "../engine/session.ts";
import { rejectTable } from "../load/load-side.ts";
import { fileProof } from "./file-proof.ts";
import { flushFile } from "./flush.ts";
import type { ResultFolder } from "./result-folder.ts";

/** Beyond so many distinct values a dictionary costs more than it saves. */
const DICTIONARY_LIMIT = 1000;

export interface WriteInput {
  readonly output: OutputInput;
  readonly nearest: Readonly<Record<Side, string>>;
  readonly headers: Readonly<Record<Side, readonly string[]>>;
  readonly folder: ResultFolder;
  onStage(name: string): void;
}

/** Parquet files by name, with size and hash. Two are written at a time; hashing and flushing one overlap with writing the next. */
export async function writeParquetFiles(session: Session, input: WriteInput): Promise<Record<string, FileProof>> {
  const proofs: Record<string, Promise<FileProof>> = {};
  const file = (name: string, sql: string, metadata?: string) => async (writer: Session) => {
    input.onStage(`write ${name}`);
    const path = input.folder.file(name);
    const extra = metadata === undefined ? "" : `, KV_METADATA {'recon.columns': ${quoteText(metadata)}}`;
    await writer.execute(
      `COPY (${sql}) TO ${quoteText(path)} (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION lz4_raw, DICTIONARY_SIZE_LIMIT ${DICTIONARY_LIMIT}${extra})`,
    );
    proofs[name] = proveWritten(path);
    // A failure is reported where the proof is awaited; until then it must not count as unhandled.
    proofs[name].catch(() => undefined);
  };
  const records = (side: Side) =>
    file(`${side}.parquet`, printRelation(recordsOutput(input.output, side)), JSON.stringify(input.headers[side]));
  const others = [
    file("groups.parquet", groupsSql(input.output)),
    file("members.parquet", printRelation(membersOutput(input.output))),
    file("differences.parquet", printRelation(differencesOutput())),
    file("breaks.parquet", printRelation(breaksOutput(input.output, input.nearest))),
    file("rejects.parquet", rejectsSql()),
  ];
  const inTurn = (files: readonly ReturnType<typeof file>[]) => async (writer: Session) => {
    for (const write of files) await write(writer);
  };
  await session.atOnce([records("left"), inTurn([records("right"), ...others])]);
  return Object.fromEntries(
    await Promise.all(Object.entries(proofs).map(async ([name, proof]) => [name, await proof] as const)),
  );
}

/** Totals of passes without an amount are untyped NULLs; DuckDB's union gives every column the common type of its parts. */
function groupsSql(output: OutputInput): string {
  return `SELECT ${groupColumns.join(", ")} FROM (${printRelation(groupsOutput(output))}) AS g`;
}

function rejectsSql(): string {
  const side = (name: Side): string =>
    `SELECT '${name}' AS side, source, line, row_id, "text", reason FROM ${rejectTable(name)}`;
  return `SELECT * FROM (${side("left")} UNION ALL ${side("right")}) ORDER BY side, row_id`;
}

/** Once the file's bytes are on the disk as well. */
async function proveWritten(path: string): Promise<FileProof> {
  const [proof] = await Promise.all([fileProof(path), flushFile(path)]);
  return proof;
}

export async function writeJsonFile(folder: ResultFolder, name: string, text: string): Promise<FileProof> {
  await writeFile(folder.file(name), text, { flush: true });
  return fileProof(folder.file(name));
}
