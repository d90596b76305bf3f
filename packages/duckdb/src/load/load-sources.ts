/** From a plan and its files to two record tables ready for the passes: the whole of loading, conversion and setting aside. */
import type { BothSides } from "../both-sides.ts";
import { recordView, type FieldLayout, type Layout, type Plan, type Side, type SourceOptions } from "@recon/core";
import { printExpr, quoteName } from "@recon/core/dialect";
import type { Session } from "../engine/session.ts";
import { isStored, loadSide, type LoadedSide } from "./load-side.ts";
import { type OpenedSide } from "./open-side.ts";
import { setAside } from "./set-aside.ts";
import type { Filled } from "./filled.ts";
import { demoteRefuted } from "./demote-types.ts";
import { secondPath } from "./second-path.ts";
import { type SideSample, narrowLayouts, sampleSide } from "./sample-side.ts";

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

async function finishLoading(session: Session, { plan, narrow, loaded }: Filled): Promise<LoadedSources> {
  const { layouts, options } = await secondPath(session, plan, narrow, loaded);
  const layout: Layout = { fields: layouts, roles: roles(plan, layouts) };
  for (const side of ["left", "right"] as const) {
    await createRecordView(session, layout, loaded[side]);
    await setAside(session, { plan, layout, loaded: loaded[side], misses: layouts });
  }
  return { plan, layout, sides: loaded, options };
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
