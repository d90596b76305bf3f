/**
 * Counts and totals without record tables (`--summary`): one statement over the files pairs keys and compares digests. It gives up, and the
 * full run follows, wherever it could count otherwise than that: docs/matching.md, section 8.
 */
import {
  canCountDirectly,
  cellNames,
  comparedFields,
  countedColumns,
  countedOutcomes,
  countedView,
  effectivePlan,
  judgedFields,
  stringifyPlan,
  valueName,
  type FieldLayout,
  type Layout,
  type Plan,
  type Side,
  type SideSummary,
  type Summary,
} from "@recon/core";
import { call, column, isNull, named, printExpr, quoteName, type Expr, type NamedExpr } from "@recon/core/dialect";
import type { BothSides } from "../both-sides.ts";
import { EngineError, type Row, type Session } from "../engine/session.ts";
import { firstRecords, isCode, isProposed, isTextAlready, typeOfAll } from "../load/judge-types.ts";
import { fieldConversion, isStored } from "../load/load-side.ts";
import { roles } from "../load/load-sources.ts";
import { columnRef, referencedHeaders, type OpenedSide } from "../load/open-side.ts";
import { isAmount, narrowLayouts, sampleSide, type SideSample } from "../load/sample-side.ts";
import { missedCheaply } from "../load/second-path.ts";
import { countNatively, nativeRelation } from "../load/source-view.ts";
import type { Prepared } from "./reconcile.ts";
import type { RunHooks } from "./run-request.ts";
import { sourceFacts } from "./source-facts.ts";
import { sideSummary } from "./tally.ts";

export interface Counted {
  readonly planText: string;
  readonly sides: BothSides<SideSummary>;
  readonly groups: Summary["groups"];
}

/** Undefined where only the full run can tell. */
export async function countDirectly(session: Session, input: Prepared, hooks: RunHooks): Promise<Counted | undefined> {
  const { plan, opened } = input;
  if (!canCountDirectly(plan)) return undefined;
  const samples = { left: await sampleSide(plan, opened.left), right: await sampleSide(plan, opened.right) };
  if (samples.left.isOpen || samples.right.isOpen) return undefined;
  hooks.onStage("count records");
  const records = await bothSides((side) => countRecords(session, opened[side]));
  if (records.left === undefined || records.right === undefined) return undefined;
  hooks.onStage("count outcomes");
  // What was proposed to be kept where it does not convert is in doubt; without such there is nothing kept.
  const fields = narrowLayouts(plan, samples).map((field): FieldLayout => ({ ...field, kept: false }));
  const layout: Layout = { fields, roles: roles(plan, fields), columnCount: { left: 0, right: 0 } };
  const rows = await outcomeRows(session, {
    ...input,
    layout,
    samples,
    records: { left: records.left, right: records.right },
  });
  if (rows === undefined || rows.some((row) => row["doubtful"] === true)) return undefined;
  const sides = { left: summaryOfSide(rows, layout, "left"), right: summaryOfSide(rows, layout, "right") };
  // A key that stands twice and has a counterpart makes a record appear in several rows.
  if (sides.left.rows !== records.left || sides.right.rows !== records.right) return undefined;
  const facts = (side: Side) => sourceFacts(opened[side], samples[side].options);
  return {
    planText: stringifyPlan(effectivePlan(plan, { left: facts("left"), right: facts("right") })),
    sides,
    groups: { "1:1": sides.left.matched + sides.left.differs, "1:n": 0, "n:1": 0, "n:m": 0, net: 0 },
  };
}

async function bothSides<T>(make: (side: Side) => Promise<T>): Promise<BothSides<T>> {
  return { left: await make("left"), right: await make("right") };
}

/** The records of a side whose files the engine can read itself. */
async function countRecords(session: Session, { files }: OpenedSide): Promise<number | undefined> {
  let records = 0;
  for (const { file } of files) {
    const found = await countNatively(session, file);
    if (found === undefined) return undefined;
    records += found;
  }
  return records;
}

interface ToCount extends Prepared {
  readonly layout: Layout;
  readonly samples: BothSides<SideSample>;
  readonly records: BothSides<number>;
}

async function outcomeRows(session: Session, input: ToCount): Promise<Row[] | undefined> {
  try {
    for (const side of ["left", "right"] as const) {
      const view = await countedSide(session, input, side);
      if (view === undefined) return undefined;
      await session.execute(view);
    }
    if (input.retype !== undefined && !(await areTextsProven(session, input))) return undefined;
    // The order means nothing to sums, and to keep it the engine would hold all rows up to the limit.
    await session.execute("SET preserve_insertion_order = false");
    return await session.rows(countedOutcomes(input.plan, input.layout, input.records.left + input.records.right));
  } catch (error) {
    // The engine stumbles over the file: the full run has it read by our own reader, which says what is wrong.
    if (error instanceof EngineError) return undefined;
    throw error;
  } finally {
    // Record tables are filled in the order of the files.
    await session.execute("SET preserve_insertion_order = true");
  }
}

async function countedSide(session: Session, input: ToCount, side: Side): Promise<string | undefined> {
  const { plan, layout, samples } = input;
  const opened = input.opened[side];
  const cells = await cellsOf(session, opened);
  if (cells === undefined) return undefined;
  await session.execute(`CREATE VIEW ${cellsView(side)} AS ${cells}`);
  const conversions = layout.fields.map((field) =>
    fieldConversion({ plan, opened, options: samples[side].options }, field),
  );
  const amounts = layout.fields.filter(({ type }) => isAmount(type));
  const doubts = [
    ...layout.fields.flatMap((field) => missedCheaply(conversions, field) ?? []),
    ...(input.retype !== undefined ? amounts.flatMap(({ index }) => conversions[index - 1]!.cells.map(isCode)) : []),
    ...unreadCells(plan, opened),
  ];
  // Converted once, underneath: the engine would convert anew wherever a value is named.
  const stored = layout.fields.filter(({ index }) => isStored(conversions[index - 1]!));
  const converted = stored.map((field) => named(valueName(field), conversions[field.index - 1]!.narrow));
  const values = layout.fields.map((field) =>
    stored.includes(field) ? column(valueName(field)) : conversions[field.index - 1]!.narrow,
  );
  return (
    `CREATE VIEW ${quoteName(countedView(side))} AS SELECT ${countedColumns(plan, layout, { values, doubts }).map(as).join(", ")} ` +
    `FROM (SELECT ${["*", ...converted.map(as)].join(", ")} FROM ${cellsView(side)})`
  );
}

const cellsView = (side: Side): string => `${side}_cells`;

/** The cells of a side's files, as text. */
async function cellsOf(session: Session, { files, header }: OpenedSide): Promise<string | undefined> {
  const relations = [];
  for (const { file } of files) {
    const relation = await nativeRelation(session, file, header);
    if (relation === undefined) return undefined;
    relations.push(`(${relation.sql})`);
  }
  return relations.join(" UNION ALL ");
}

/** Whether every column that was proposed as text is one: most show it in their first records, of the others all are asked. */
async function areTextsProven(session: Session, input: ToCount): Promise<boolean> {
  const { plan, layout, opened, records, samples } = input;
  const texts = layout.fields.filter(({ name, type }) => type === "text" && isProposed(plan, name));
  const first = (side: Side): string => `${side}_first`;
  for (const side of ["left", "right"] as const)
    await session.execute(
      `CREATE TABLE ${first(side)} AS FROM ${cellsView(side)} LIMIT ${firstRecords(records[side])}`,
    );
  for (const field of texts) {
    const columns = (["left", "right"] as const).map((side) => {
      const { options } = samples[side];
      const { cells } = fieldConversion({ plan, opened: opened[side], options }, field);
      return { cell: cells[0]!, from: first(side), options, rows: records[side] };
    });
    if (await isTextAlready(session, columns)) continue;
    const all = columns.map((column, i) => ({ ...column, from: cellsView(i === 0 ? "left" : "right") }));
    if ((await typeOfAll(session, all)) !== "text") return false;
  }
  return true;
}

const as = ({ name, expr }: NamedExpr): string => `${printExpr(expr)} AS ${quoteName(name)}`;

/** The engine checks only cells that a statement reads: the others are read as well, since a faulty one makes a reject. */
function unreadCells(plan: Plan, { side, header }: OpenedSide): Expr[] {
  const judged = plan.passes.flatMap((pass) => [
    ...judgedFields(pass),
    ...comparedFields(plan, pass).map((entry) => entry.field),
  ]);
  const used = Object.entries(plan.fields).filter(([name, { type }]) => type !== "text" || judged.includes(name));
  const read = new Set(used.flatMap(([name, field]) => referencedHeaders(columnRef(name, field, side))));
  const names = cellNames(header.length).filter((_, position) => !read.has(header[position]!));
  return names.length === 0 ? [] : [isNull(call("hash", ...names.map((name) => column(name))))];
}

function summaryOfSide(rows: readonly Row[], layout: Layout, side: Side): SideSummary {
  const found = rows.filter((row) => row[side] === true);
  const shown = found.map((row): Row => ({
    outcome:
      row["left"] !== true || row["right"] !== true ? "unmatched" : row["differs"] === true ? "differs" : "matched",
    currency: row[`${side}_currency`]!,
    records: row["records"]!,
    total: row[`${side}_total`]!,
    unknown: row[`${side}_unknown`]!,
  }));
  return sideSummary(shown, layout);
}
