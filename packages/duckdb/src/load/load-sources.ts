/** From a plan and its files to two record tables ready for the passes: the whole of loading, conversion and setting aside. */
import type { BothSides } from "../both-sides.ts";
import {
  cellNames,
  classifiedView,
  decisionColumns,
  recordHash,
  recordView,
  type FieldLayout,
  type FieldType,
  type Layout,
  type Plan,
  type Side,
  type SourceOptions,
} from "@recon/core";
import { printExpr, quoteName } from "@recon/core/dialect";
import type { Session } from "../engine/session.ts";
import { judgeMarks } from "./judge-marks.ts";
import { isStored, loadSide, rejectTable, type LoadedSide } from "./load-side.ts";
import type { NumberMarks } from "./number-marks.ts";
import { type OpenedSide } from "./open-side.ts";
import { setAside } from "./set-aside.ts";
import type { Filled } from "./filled.ts";
import { asText, judgeTypes } from "./judge-types.ts";
import { secondPath } from "./second-path.ts";
import { type SideSample, narrowLayouts, sampleSide } from "./sample-side.ts";

export interface LoadedSources {
  /** The plan as loaded: proposed types are those that all records have. */
  readonly plan: Plan;
  readonly layout: Layout;
  readonly sides: Readonly<Record<Side, LoadedSide>>;
  /** Options in force a side, everything detected written out. */
  readonly options: Readonly<Record<Side, SourceOptions>>;
}

export interface LoadHooks {
  onStage(name: string): void;
}

/** A plan whose types are proposals, with some fields of another type than was proposed. */
export type Retype = (plan: Plan, types: ReadonlyMap<string, FieldType>) => Plan;

export interface LoadInputs {
  readonly plan: Plan;
  readonly opened: BothSides<OpenedSide>;
  readonly retype?: Retype | undefined;
  /** Whether records get a content hash. */
  readonly contents: boolean;
}

export async function loadSources(session: Session, input: LoadInputs, hooks: LoadHooks): Promise<LoadedSources> {
  return loadJudged(session, { ...input, isAgain: false }, hooks);
}

interface Judging extends LoadInputs {
  /** Whether the types are already those that a first loading has found. */
  readonly isAgain: boolean;
}

async function loadJudged(session: Session, input: Judging, hooks: LoadHooks): Promise<LoadedSources> {
  const { plan, opened, retype, isAgain } = input;
  const provisional = retype !== undefined;
  const samples = { left: await sampleSide(plan, opened.left), right: await sampleSide(plan, opened.right) };
  const first = await fillTables(session, input, samples, hooks);
  hooks.onStage("convert");
  const marks = async (side: Side) =>
    judgeMarks(session, { ...first, loaded: first.loaded[side], sample: samples[side], provisional });
  const judged = { left: await marks("left"), right: await marks("right") };
  const filled =
    judged.left === undefined && judged.right === undefined
      ? first
      : await refillTables(session, input, { samples, judged }, hooks);
  if (retype === undefined) return finishLoading(session, filled, provisional);
  const types = await judgeTypes(session, filled, { overlooked: !isAgain });
  if (types.size === 0) return finishLoading(session, filled, provisional);
  const retyped = retype(plan, types);
  if ([...types.values()].every((type) => type === "text"))
    return finishLoading(session, asText(filled, retyped), provisional);
  // What the sample took for text was not converted: the records are read again.
  await dropTables(session);
  return loadJudged(session, { ...input, plan: retyped, isAgain: true }, hooks);
}

async function dropTables(session: Session): Promise<void> {
  for (const side of ["left", "right"] as const)
    await session.execute(`DROP TABLE ${quoteName(side)}; DROP TABLE ${rejectTable(side)}`);
}

type Samples = BothSides<SideSample>;

async function fillTables(session: Session, input: LoadInputs, samples: Samples, hooks: LoadHooks): Promise<Filled> {
  const { plan, opened, contents } = input;
  const narrow = narrowLayouts(plan, samples);
  const load = (side: Side) => {
    hooks.onStage(`load ${side}`);
    return loadSide(session, {
      plan,
      opened: opened[side],
      options: samples[side].options,
      layouts: narrow,
      contents,
    });
  };
  return { plan, narrow, loaded: { left: await load("left"), right: await load("right") } };
}

interface Judged {
  readonly samples: Samples;
  readonly judged: BothSides<NumberMarks | undefined>;
}

/** Loads anew what was loaded with marks that later records have refuted. */
async function refillTables(
  session: Session,
  input: LoadInputs,
  { samples, judged }: Judged,
  hooks: LoadHooks,
): Promise<Filled> {
  await dropTables(session);
  const again = (side: Side) => sampleSide(input.plan, input.opened[side], judged[side] ?? samples[side].marks);
  return fillTables(session, input, { left: await again("left"), right: await again("right") }, hooks);
}

async function finishLoading(session: Session, filled: Filled, provisional: boolean): Promise<LoadedSources> {
  const { plan, loaded } = filled;
  const { layouts: converted, options } = await secondPath(session, filled, provisional);
  const layouts = converted.map((field) => ({ ...field, ...sharedMaking(field, loaded, options) }));
  const columnCount = { left: loaded.left.opened.header.length, right: loaded.right.opened.header.length };
  const layout: Layout = { fields: layouts, roles: roles(plan, layouts), columnCount };
  for (const side of ["left", "right"] as const) {
    await createRecordView(session, { plan, layout }, loaded[side]);
    await setAside(session, { plan, layout, loaded: loaded[side], misses: layouts });
  }
  return { plan, layout, sides: loaded, options };
}

/** What follows from both sides making a field from the same cells in the same way. */
function sharedMaking(
  field: FieldLayout,
  { left, right }: Filled["loaded"],
  options: LoadedSources["options"],
): Pick<FieldLayout, "follows" | "cell"> {
  const making = (side: LoadedSide, { decimal, thousands, dateOrder, timeZone }: SourceOptions): string =>
    JSON.stringify([side.conversions[field.index - 1], decimal, thousands, dateOrder, timeZone]);
  if (making(left, options.left) !== making(right, options.right)) return {};
  const { narrow, inPlace } = left.conversions[field.index - 1]!;
  return { follows: true, ...(inPlace === true && narrow.kind === "column" ? { cell: narrow.name } : {}) };
}

export function roles(plan: Plan, layouts: readonly FieldLayout[]): Layout["roles"] {
  const named = (name: string | undefined): FieldLayout | undefined => layouts.find((layout) => layout.name === name);
  const [amount, currency, date] = [named(plan.roles?.amount), named(plan.roles?.currency), named(plan.roles?.date)];
  return {
    ...(amount === undefined ? {} : { amount }),
    ...(currency === undefined ? {} : { currency }),
    ...(date === undefined ? {} : { date }),
  };
}

/** Views over the record tables once outcomes are in place. */
export async function createClassifiedViews(session: Session, loaded: LoadedSources): Promise<void> {
  const decisions = decisionColumns.map(({ name, expr }) => `${printExpr(expr)} AS ${quoteName(name)}`);
  for (const side of ["left", "right"] as const)
    await createView(session, classifiedView(side), [...recordColumns(loaded, loaded.sides[side]), ...decisions], side);
}

async function createRecordView(session: Session, settled: Settled, loaded: LoadedSide): Promise<void> {
  await createView(session, recordView(loaded.side), recordColumns(settled, loaded), loaded.side);
}

async function createView(session: Session, name: string, columns: readonly string[], side: Side): Promise<void> {
  await session.execute(`CREATE VIEW ${quoteName(name)} AS SELECT ${columns.join(", ")} FROM ${quoteName(side)}`);
}

type Settled = Pick<LoadedSources, "plan" | "layout">;

function recordColumns({ plan, layout }: Settled, loaded: LoadedSide): string[] {
  const values = layout.fields.flatMap((field) => {
    const value = isStored(loaded.conversions[field.index - 1]!)
      ? quoteName(`f${field.index}`)
      : printExpr(loaded.conversions[field.index - 1]!.narrow);
    return [`${value} AS f${field.index}`, ...(field.kept ? [`x${field.index}`] : [])];
  });
  const cells = cellNames(layout.columnCount[loaded.side]);
  return [
    "rowid + 1 AS row_id",
    `${printExpr(recordHash(plan, loaded.side, cells))} AS content_hash`,
    ...cells,
    ...values,
  ];
}
