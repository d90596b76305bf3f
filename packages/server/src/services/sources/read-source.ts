/** What is known of a source's content. Files are opened by the inspector's process, never here. */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import {
  Problem,
  type SourceColumn,
  type SourceId,
  type SourcePreview,
  type SourceProfile,
  type SourceReject,
} from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { sourceFolder } from "../../jobs/data-folders.ts";
import type { StoredProfile } from "../../jobs/inspect-job.ts";
import type { Profiled, ReadSpec } from "../../jobs/inspector/inspect-request.ts";
import { cutText } from "../../jobs/inspector/cut-text.ts";
import { inspectNow, withoutPaths } from "../../jobs/inspector/inspector.ts";
import { findReadySource, findSourceRow } from "./find-source.ts";

type Context = Pick<AppContext, "store" | "config">;

export async function previewSource(
  { store, config }: Context,
  id: SourceId,
  asked: ReadSpec & { rows: number },
): Promise<SourcePreview> {
  const source = await findSourceRow(store, id);
  const path = join(config.dataDir, source.path);
  const { rows, ...said } = asked;
  const spec =
    said.format === undefined && said.options === undefined ? (JSON.parse(source.read_as) as ReadSpec) : said;
  try {
    const { resolved, header, ...rest } = await inspectNow({ kind: "preview", path, spec, rows });
    return {
      format: resolved.format,
      compression: resolved.compression,
      options: resolved.options,
      columns: [...header],
      ...rest,
    };
  } catch (error) {
    throw withoutPaths(error, { [path]: source.file_name });
  }
}

export async function readProfile({ store }: Context, id: SourceId): Promise<SourceProfile> {
  const { profile, found } = JSON.parse((await findReadySource(store, id)).profile!) as StoredProfile;
  return {
    rows: profile.rows,
    rejects: profile.rejects,
    repeated: found?.repeated ?? null,
    columns: profile.columns.map(toColumn),
    dateOrder: profile.dateOrder ?? null,
    guessedHeader: toGuess(found?.guessed),
    sheets: found?.sheets == null ? null : [...found.sheets],
  };
}

const MOST_LINES_ABOVE = 5;
const MOST_LINE_LENGTH = 200;

function toGuess(guessed: Profiled["guessed"] | undefined): SourceProfile["guessedHeader"] {
  if (guessed == null) return null;
  const above = guessed.above.slice(0, MOST_LINES_ABOVE).map((text) => cutText(text, MOST_LINE_LENGTH));
  return { row: guessed.row, above };
}

function toColumn(column: Profiled["profile"]["columns"][number]): SourceColumn {
  const { numbers, dates, length } = column;
  const isNumber = column.type === "number" || column.type === "money";
  return {
    name: column.name,
    index: column.index,
    type: column.type,
    nulls: column.nulls,
    values: column.values,
    distinct: column.distinct.count,
    isDistinctExact: column.distinct.exact,
    isUnique: column.unique ?? null,
    minLength: length?.min ?? null,
    maxLength: length?.max ?? null,
    samples: [...column.samples],
    decimal: isNumber ? (numbers?.detected.decimal ?? null) : null,
    thousands: isNumber ? (numbers?.detected.thousands ?? null) : null,
    isDecimalOpen: isNumber && numbers?.detected.open === true,
    scale: isNumber ? (numbers?.scale ?? null) : null,
    controlTotal: isNumber ? (numbers?.controlTotal ?? null) : null,
    dateOrder: column.type === "date" ? (dates?.dateOrder ?? null) : null,
  };
}

/** Bytes read of the list of rejects for one page; 500 lines of 2,000 characters fit. */
const MOST_PAGE_BYTES = 8 * 2 ** 20;

/** A page of the list of rejects that the inspector wrote; the cursor is a position in it. */
export async function listRejects(
  { store, config }: Context,
  id: SourceId,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ items: SourceReject[]; nextCursor: string | null; total: number }> {
  const source = await findReadySource(store, id);
  const { rejectsFile } = JSON.parse(source.profile!) as StoredProfile;
  const start = readCursor(cursor, rejectsFile);
  const file = await open(join(sourceFolder(config.dataDir, id), rejectsFile));
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(MOST_PAGE_BYTES), position: start });
    const items: SourceReject[] = [];
    let at = 0;
    for (
      let end = buffer.indexOf(10, at);
      end !== -1 && end < bytesRead && items.length < limit;
      end = buffer.indexOf(10, at)
    ) {
      items.push(parseReject(buffer.toString("utf8", at, end)));
      at = end + 1;
    }
    const nextCursor = at > 0 && at < bytesRead ? `${rejectsFile}:${start + at}` : null;
    return { items, nextCursor, total: source.reject_count ?? 0 };
  } finally {
    await file.close();
  }
}

/** The file is ours, the place in it is the caller's. */
function parseReject(line: string): SourceReject {
  try {
    return JSON.parse(line) as SourceReject;
  } catch (cause) {
    throw new Problem("CURSOR_INVALID", "The cursor names no place in the list; start at the first page.", { cause });
  }
}

function readCursor(cursor: string | undefined, rejectsFile: string): number {
  if (cursor === undefined) return 0;
  const match = /^(.+):(\d{1,12})$/.exec(cursor);
  if (match?.[1] === rejectsFile) return Number(match[2]);
  throw new Problem("CURSOR_INVALID", "The cursor belongs to another list; start at the first page.");
}

export async function openContent({ store, config }: Context, id: SourceId) {
  const source = await findSourceRow(store, id);
  const stream = createReadStream(join(config.dataDir, source.path));
  await new Promise<void>((resolve, reject) => stream.once("open", () => resolve()).once("error", reject));
  return { stream, fileName: source.file_name, contentType: "application/octet-stream" };
}
