/** From a plan and its files to two record tables ready for the passes: the whole of loading, conversion and setting aside. */
import {
  recordView,
  sqlType,
  type FieldLayout,
  type Layout,
  type Plan,
  type Side,
  type SourceOptions,
} from "@recon/core";
import { printExpr, printType, quoteName } from "@recon/core/dialect";
import type { Session } from "../engine/session.ts";
import { applyMisses, convertMisses, dateOrderOf, type MissInput, type MissResult } from "./convert-misses.ts";
import { fieldConversion, isStored, loadSide, type LoadedSide } from "./load-side.ts";
import { detectNumberMarks, sampledScale, type NumberMarks } from "./number-marks.ts";
import { columnRef, referencedHeaders, type OpenedSide } from "./open-side.ts";
import { sampleRows, sampleTexts } from "./sample.ts";
import { setAside } from "./set-aside.ts";

export interface LoadedSources {
  /** The plan as loaded: provisional types that the data refuted have become text. */
  readonly plan: Plan;
  readonly layout: Layout;
  readonly sides: Readonly<Record<Side, LoadedSide>>;
  /** Options in force a side, everything detected written out. */
  readonly options: Readonly<Record<Side, SourceOptions>>;
}

export interface LoadHooks {
  onStage(name: string): void;
}

type BothSides<T> = Readonly<Record<Side, T>>;

export interface LoadInputs {
  readonly plan: Plan;
  readonly opened: BothSides<OpenedSide>;
  readonly provisional?: boolean;
  /** Whether records get a content hash. */
  readonly contents: boolean;
}

export async function loadSources(session: Session, input: LoadInputs, hooks: LoadHooks): Promise<LoadedSources> {
  const { plan, opened } = input;
  const left = await sampleSide(plan, opened.left);
  const right = await sampleSide(plan, opened.right);
  const narrow = narrowLayouts(plan, { left, right });
  const load = (side: Side, sample: SideSample) => {
    hooks.onStage(`load ${side}`);
    return loadSide(session, {
      plan,
      opened: opened[side],
      options: sample.options,
      layouts: narrow,
      contents: input.contents,
    });
  };
  const loaded = { left: await load("left", left), right: await load("right", right) };
  hooks.onStage("convert");
  const settled =
    input.provisional === true ? await demoteRefuted(session, plan, narrow, loaded) : { plan, narrow, loaded };
  return finishLoading(session, settled);
}

/** A source with its record table filled, its fields converted as far as the narrow path goes. */
interface Filled {
  readonly plan: Plan;
  readonly narrow: readonly FieldLayout[];
  readonly loaded: BothSides<LoadedSide>;
}

async function finishLoading(session: Session, { plan, narrow, loaded }: Filled): Promise<LoadedSources> {
  const { layouts, options } = await secondPath(session, plan, narrow, loaded);
  const layout: Layout = { fields: layouts, roles: roles(plan, layouts) };
  for (const side of ["left", "right"] as const) {
    await createRecordView(session, layout, loaded[side]);
    await setAside(session, { plan, layout, loaded: loaded[side], misses: layouts });
  }
  return { plan, layout, sides: loaded, options };
}

interface SideSample {
  readonly options: SourceOptions;
  /** Sampled scale by field name. */
  readonly scales: ReadonlyMap<string, number>;
}

const isAmount = (type: string): boolean => type === "number" || type === "money";

async function sampleSide(plan: Plan, opened: OpenedSide): Promise<SideSample> {
  const file = opened.files[0]!.file;
  const stated = { ...file.resolved.options, ...opened.source.options };
  const amounts = Object.entries(plan.fields).filter(([, field]) => isAmount(field.type));
  if (amounts.length === 0) return { options: stated, scales: new Map() };
  const rows = await sampleRows(file);
  const textsOf = (name: string): string[] =>
    referencedHeaders(columnRef(name, plan.fields[name]!, opened.side)).flatMap((header) =>
      sampleTexts(rows, opened.header.indexOf(header)),
    );
  const marks = detectNumberMarks(
    amounts.flatMap(([name]) => textsOf(name)),
    stated,
  );
  const scales = new Map(amounts.map(([name]) => [name, fieldScale(plan, name, opened.side, textsOf(name), marks)]));
  return {
    options: {
      ...stated,
      decimal: marks.decimal,
      ...(marks.thousands === undefined ? {} : { thousands: marks.thousands }),
    },
    scales,
  };
}

function fieldScale(plan: Plan, name: string, side: Side, texts: readonly string[], marks: NumberMarks): number {
  const ref = columnRef(name, plan.fields[name]!, side);
  const minorUnits = typeof ref === "object" && "column" in ref ? (ref.minorUnits ?? 0) : 0;
  return Math.min(17, sampledScale(texts, marks) + minorUnits);
}

/** Layouts for the narrow conversion: 18 digits, the scale that the samples of both sides ask for. */
function narrowLayouts(plan: Plan, samples: BothSides<SideSample>): FieldLayout[] {
  return Object.entries(plan.fields).map(([name, field], i): FieldLayout => {
    const base = { name, type: field.type, index: i + 1, kept: field.onInvalid === "keep" && field.type !== "text" };
    if (!isAmount(field.type)) return base;
    const scale = Math.max(samples.left.scales.get(name) ?? 0, samples.right.scales.get(name) ?? 0);
    return { ...base, decimal: { width: 18, scale } };
  });
}

function roles(plan: Plan, layouts: readonly FieldLayout[]): Layout["roles"] {
  const named = (name: string | undefined): FieldLayout | undefined => layouts.find((layout) => layout.name === name);
  const [amount, currency, date] = [named(plan.roles?.amount), named(plan.roles?.currency), named(plan.roles?.date)];
  return {
    ...(amount === undefined ? {} : { amount }),
    ...(currency === undefined ? {} : { currency }),
    ...(date === undefined ? {} : { date }),
  };
}

/** Of a column proposed as a number or date at most this share (or a single value) may be noise; beyond it the column is text after all. */
const MAX_NOISE = 0.01;

/** Judges proposed types by every record, so that the choice does not depend on which records the sample held. */
async function demoteRefuted(
  session: Session,
  plan: Plan,
  narrow: readonly FieldLayout[],
  loaded: BothSides<LoadedSide>,
): Promise<Filled> {
  const refuted = new Set<string>();
  for (const layout of narrow) {
    if (plan.fields[layout.name]!.type === "text") continue;
    for (const side of ["left", "right"] as const)
      if (await isRefuted(session, plan, layout, loaded[side])) refuted.add(layout.name);
  }
  if (refuted.size === 0) return { plan, narrow, loaded };
  const fields = Object.fromEntries(
    Object.entries(plan.fields).map(([name, field]) => [
      name,
      refuted.has(name) ? { ...field, type: "text" as const } : field,
    ]),
  );
  const asText = narrow.map((layout): FieldLayout =>
    refuted.has(layout.name) ? { name: layout.name, type: "text", index: layout.index, kept: false } : layout,
  );
  const kept = (name: string | undefined): string | undefined =>
    name !== undefined && refuted.has(name) ? undefined : name;
  const { amount, currency, date } = plan.roles ?? {};
  const stillRoles = Object.fromEntries(
    Object.entries({ amount: kept(amount), currency: kept(currency), date: kept(date) }).filter(
      ([, name]) => name !== undefined,
    ),
  );
  const demoted: Plan = { ...plan, fields, roles: stillRoles };
  return {
    plan: demoted,
    narrow: asText,
    loaded: { left: withText(demoted, loaded.left, asText), right: withText(demoted, loaded.right, asText) },
  };
}

async function isRefuted(session: Session, plan: Plan, layout: FieldLayout, loaded: LoadedSide): Promise<boolean> {
  const conversion = loaded.conversions[layout.index - 1]!;
  const cell = printExpr(conversion.cells[0]!);
  // A number with a leading zero is a code: 007 is not 7.
  const code = isAmount(plan.fields[layout.name]!.type)
    ? `count(*) FILTER (WHERE ${cell} SIMILAR TO '-?0[0-9].*')`
    : "0";
  const missed = printExpr(missedCheaply(loaded, layout, conversion.missed!));
  const row = await session.single(
    `SELECT count(${cell}) AS there, count(*) FILTER (WHERE ${missed}) AS missed, ${code} AS codes FROM ${quoteName(loaded.side)}`,
  );
  return Number(row["codes"]) > 0 || Number(row["missed"]) > Math.max(1, MAX_NOISE * Number(row["there"]));
}

/** The same loaded records with some fields read as the raw text; their typed columns are simply no longer looked at. */
function withText(plan: Plan, loaded: LoadedSide, layouts: readonly FieldLayout[]): LoadedSide {
  const conversions = layouts.map((layout, i) =>
    layout.type === "text"
      ? fieldConversion({ plan, opened: loaded.opened, options: loaded.options }, layout)
      : loaded.conversions[i]!,
  );
  return { ...loaded, conversions };
}

/** Converts what the narrow path missed, widens the few columns whose real values need it, and writes the values back. */
async function secondPath(session: Session, plan: Plan, narrow: readonly FieldLayout[], loaded: BothSides<LoadedSide>) {
  const options: Record<Side, SourceOptions> = { left: loaded.left.options, right: loaded.right.options };
  const layouts: FieldLayout[] = [];
  const missing = {
    left: await fieldsWithMisses(session, loaded.left, narrow),
    right: await fieldsWithMisses(session, loaded.right, narrow),
  };
  for (const side of ["left", "right"] as const) {
    const dates = narrow.filter((layout) => layout.type === "date" && missing[side].has(layout.index));
    const dateOrder = await dateOrderOf(
      session,
      dates.map((layout) => missInput(plan, layout, loaded[side])),
    );
    if (dateOrder !== undefined) options[side] = { ...options[side], dateOrder };
  }
  for (const layout of narrow) {
    const results: { input: MissInput; result: MissResult }[] = [];
    for (const side of ["left", "right"] as const) {
      if (!missing[side].has(layout.index)) continue;
      const input = missInput(plan, layout, { ...loaded[side], options: options[side] });
      const result = await convertMisses(session, input);
      results.push({ input, result });
    }
    // Where every text converted there is nothing to compare by text, and the passes need not look.
    const keeps = layout.kept && results.some(({ result }) => result.faults > 0);
    const final = await finalLayout(
      session,
      { ...layout, kept: keeps },
      results.map(({ result }) => result),
      loaded,
    );
    for (const { input, result } of results)
      await applyMisses(session, { ...input, layout: final }, result, printType(sqlType(final)));
    layouts.push(final);
  }
  return { layouts, options };
}

function missInput(plan: Plan, layout: FieldLayout, loaded: LoadedSide): MissInput {
  const field = plan.fields[layout.name]!;
  const { side, opened, options } = loaded;
  const source = opened.files.length === 1 ? opened.files[0]!.name : `${side} (${opened.files.length} files)`;
  return {
    side,
    name: layout.name,
    field,
    layout,
    ref: columnRef(layout.name, field, side),
    options,
    conversion: loaded.conversions[layout.index - 1]!,
    source,
  };
}

async function fieldsWithMisses(
  session: Session,
  loaded: LoadedSide,
  layouts: readonly FieldLayout[],
): Promise<Set<number>> {
  const tests = layouts.flatMap((layout, i) => {
    const { missed } = loaded.conversions[i]!;
    return missed === undefined
      ? []
      : [`count(*) FILTER (WHERE ${printExpr(missedCheaply(loaded, layout, missed))}) AS f${layout.index}`];
  });
  if (tests.length === 0) return new Set();
  const counts = await session.single(`SELECT ${tests.join(", ")} FROM ${quoteName(loaded.side)}`);
  return new Set(Object.entries(counts).flatMap(([name, count]) => (Number(count) > 0 ? [Number(name.slice(1))] : [])));
}

/** With a single cell the stored value tells: it is NULL while the cell is not. Only a pair has to be judged again. */
function missedCheaply(
  loaded: LoadedSide,
  layout: FieldLayout,
  missed: NonNullable<LoadedSide["conversions"][number]["missed"]>,
) {
  const { cells } = loaded.conversions[layout.index - 1]!;
  if (cells.length > 1) return missed;
  const isNull = { kind: "call", fn: "isNull", args: [{ kind: "column", name: `f${layout.index}` }] } as const;
  const isThere = { kind: "call", fn: "isNotNull", args: [cells[0]!] } as const;
  return { kind: "call", fn: "and", args: [isThere, isNull] } as const;
}

/** The narrowest type that holds every converted value of both sides; changing it rewrites one column. */
async function finalLayout(
  session: Session,
  layout: FieldLayout,
  results: readonly MissResult[],
  loaded: BothSides<LoadedSide>,
): Promise<FieldLayout> {
  if (layout.decimal === undefined || results.length === 0) return layout;
  const scale = Math.max(layout.decimal.scale, ...results.map((result) => result.scale));
  const whole = Math.max(
    ...results.map((result) => result.whole),
    scale > layout.decimal.scale ? await largestWhole(session, layout, loaded) : 0,
  );
  const width = whole + scale <= 18 ? 18 : 38;
  if (scale === layout.decimal.scale && width === 18) return layout;
  const final: FieldLayout = { ...layout, decimal: { width, scale } };
  for (const side of ["left", "right"] as const) {
    if (!isStored(loaded[side].conversions[layout.index - 1]!)) continue;
    await session.execute(
      `ALTER TABLE ${quoteName(side)} ALTER COLUMN f${layout.index} TYPE ${printType(sqlType(final))}`,
    );
  }
  return final;
}

async function largestWhole(session: Session, layout: FieldLayout, loaded: BothSides<LoadedSide>): Promise<number> {
  const name = `f${layout.index}`;
  const largest = await Promise.all(
    (["left", "right"] as const).map(async (side) => {
      if (!isStored(loaded[side].conversions[layout.index - 1]!)) return 0;
      const row = await session.single(`SELECT CAST(floor(max(abs(${name}))) AS VARCHAR) AS m FROM ${quoteName(side)}`);
      return row["m"] === null ? 0 : String(row["m"]).length;
    }),
  );
  return Math.max(...largest);
}

/** `row_id` and one column per canonical field, over the record table. */
async function createRecordView(session: Session, layout: Layout, loaded: LoadedSide): Promise<void> {
  const values = layout.fields.flatMap((field) => {
    const value = isStored(loaded.conversions[field.index - 1]!)
      ? quoteName(`f${field.index}`)
      : printExpr(loaded.conversions[field.index - 1]!.narrow);
    return [`${value} AS f${field.index}`, ...(field.kept ? [`x${field.index}`] : [])];
  });
  const columns = ["rowid + 1 AS row_id", "content_hash", ...values].join(", ");
  await session.execute(
    `CREATE VIEW ${quoteName(recordView(loaded.side))} AS SELECT ${columns} FROM ${quoteName(loaded.side)}`,
  );
}
