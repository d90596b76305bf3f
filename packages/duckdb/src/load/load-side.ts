/** Loads a source into its record table: raw cells, content hash and canonical values in one pass over the files. */
import { join } from "node:path";
import {
  cellName,
  contentHash,
  conversion,
  isHashed,
  type Conversion,
  type FieldLayout,
  type Plan,
  type Side,
  type SourceOptions,
} from "@recon/core";
import {
  column,
  named,
  nullOf,
  printExpr,
  quoteName,
  quoteText,
  text,
  textType,
  type Expr,
  type NamedExpr,
} from "@recon/core/dialect";
import { spoolSources, type SourceFormat, type SpoolResult } from "@recon/formats";
import { EngineError, type Session } from "../engine/session.ts";
import { type OpenedFile, type OpenedSide } from "./open-side.ts";
import { nativeRelation, readsNatively, spoolOptions, spoolRelation } from "./source-view.ts";

export interface LoadInput {
  readonly plan: Plan;
  readonly opened: OpenedSide;
  /** Options in force, the detected ones included. */
  readonly options: SourceOptions;
  readonly layouts: readonly FieldLayout[];
  /** Whether records get a content hash; without (`--summary`) it is empty. */
  readonly contents: boolean;
}

export interface LoadedSide {
  readonly side: Side;
  readonly opened: OpenedSide;
  readonly options: SourceOptions;
  readonly rows: number;
  /** Records per file, rejects included. */
  readonly fileRows: readonly number[];
  readonly conversions: readonly Conversion[];
}

/** Rejects found while reading: source, line, row_id, text, reason. */
export const rejectTable = (side: Side): string => `${side}_rejects`;

export async function loadSide(session: Session, input: LoadInput): Promise<LoadedSide> {
  const { side } = input.opened;
  const conversions = input.layouts.map((layout) => fieldConversion(input, layout));
  await session.execute(
    `CREATE TABLE ${rejectTable(side)} (source VARCHAR, line BIGINT, row_id BIGINT, "text" VARCHAR, reason VARCHAR)`,
  );
  let rows = 0;
  const fileRows: number[] = [];
  for (const [position, file] of input.opened.files.entries()) {
    await loadFile(session, { ...input, conversions, file, position, firstRowId: rows + 1 });
    const { n } = await session.single(`SELECT count(*) AS n FROM ${quoteName(side)}`);
    fileRows.push(Number(n) - rows);
    rows = Number(n);
  }
  await hashRejects(session, side);
  return { side, opened: input.opened, options: input.options, rows, fileRows, conversions };
}

const holdsEmptyTexts: ReadonlySet<SourceFormat> = new Set(["json", "ndjson", "parquet"]);

export function cellOf(opened: OpenedSide): (header: string) => Expr {
  return (header) => column(cellName(opened.header.indexOf(header)));
}

export function fieldConversion(
  input: Pick<LoadInput, "plan" | "opened" | "options">,
  layout: FieldLayout,
): Conversion {
  const field = input.plan.fields[layout.name]!;
  const { side, files } = input.opened;
  const emptyTexts = files.some(({ file }) => holdsEmptyTexts.has(file.resolved.format));
  return conversion({ field, layout, side, options: input.options, emptyTexts, cell: cellOf(input.opened) });
}

/** Whether a field has a column of its own: a text taken over unchanged needs none. */
export function isStored(conversion: Conversion): boolean {
  return conversion.inPlace !== true;
}

interface FileInput extends LoadInput {
  readonly conversions: readonly Conversion[];
  readonly file: OpenedFile;
  readonly position: number;
  readonly firstRowId: number;
}

async function loadFile(session: Session, input: FileInput): Promise<void> {
  const { file } = input.file;
  if (await readsNatively(file)) {
    const relation = await nativeRelation(session, file, input.opened.header);
    if (relation !== undefined && (await tryFill(session, input, relation.sql))) return;
  }
  await loadSpooled(session, input);
}

/** False when the engine's own reader stumbles over the file: then ours reads it, record by record, and says what is wrong. */
async function tryFill(session: Session, input: FileInput, sql: string): Promise<boolean> {
  try {
    await fill(session, input, sql);
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

async function fill(session: Session, input: FileInput, sql: string): Promise<void> {
  const target = quoteName(input.opened.side);
  const columns = recordColumns(input).map(({ name, expr }) => `${printExpr(expr)} AS ${quoteName(name)}`);
  const verb = input.position === 0 ? `CREATE TABLE ${target} AS` : `INSERT INTO ${target}`;
  await session.execute(`${verb} SELECT ${columns.join(", ")} FROM (${sql})`);
}

function recordColumns(input: FileInput): NamedExpr[] {
  const raw = input.opened.header.map((_, position) => cellName(position));
  const values = input.layouts.flatMap((layout, i): NamedExpr[] => {
    const { narrow } = input.conversions[i]!;
    const stored = isStored(input.conversions[i]!) ? [named(`f${layout.index}`, narrow)] : [];
    return layout.kept ? [...stored, named(`x${layout.index}`, { kind: "null", type: { kind: "text" } })] : stored;
  });
  return [...raw.map((name) => named(name, column(name))), named("content_hash", firstHash(input, raw)), ...values];
}

/** The hash as far as loading computes it; what is NULL is computed when something asks for it. */
function firstHash(input: FileInput, cells: readonly string[]): Expr {
  if (!input.contents) return text("");
  return isHashed(input.plan, input.opened.side) ? contentHash(cells) : nullOf(textType);
}

async function loadSpooled(session: Session, input: FileInput): Promise<void> {
  const { file, name } = input.file;
  const path = join(session.workDir, `${input.opened.side}-${input.position}.csv`);
  const spooled = await spoolSources([file], path, { firstRowId: input.firstRowId });
  try {
    await fill(session, input, spoolRelation(path, file, input.opened.header, spooled).sql);
  } catch (error) {
    if (error instanceof EngineError)
      throw new Error(`${name}: the spooled copy could not be read back: ${error.message}`, { cause: error });
    throw error;
  }
  if (spooled.rejects > 0) await loadRejects(session, input.opened.side, spooled, name);
}

async function loadRejects(session: Session, side: Side, spooled: SpoolResult, name: string): Promise<void> {
  const columns = `{'source': 'VARCHAR', 'line': 'BIGINT', 'row_id': 'BIGINT', 'text': 'VARCHAR', 'reason': 'VARCHAR'}`;
  await session.execute(
    `INSERT INTO ${rejectTable(side)} SELECT ${quoteText(name)}, line, row_id, "text", reason ` +
      `FROM read_csv(${quoteText(spooled.rejectsPath)}, ${spoolOptions(spooled)}, columns = ${columns})`,
  );
}

/** A reject's content hash is that of its raw text. */
export async function hashRejects(session: Session, side: Side): Promise<void> {
  const update = `UPDATE ${quoteName(side)} SET content_hash = sha256(r."text") FROM ${rejectTable(side)} AS r WHERE ${quoteName(side)}.rowid + 1 = r.row_id`;
  if (await session.hasRows(rejectTable(side))) await session.execute(update);
}
