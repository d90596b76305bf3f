/** What a run knows once its passes are done: outputs, group counts, nearest candidates. */
import type { BothSides } from "../both-sides.ts";
import {
  compileLeftOver,
  compileNearest,
  leftOverCount,
  nearestTable,
  type CompiledPlan,
  type OutputInput,
  type RanPass,
  type Side,
  type Summary,
} from "@recon/core";
import { runStages } from "../engine/run-stages.ts";
import type { Session } from "../engine/session.ts";
import { type LoadedSources } from "../load/load-sources.ts";
import { type RunHooks } from "./run-request.ts";

async function rejectCounts(session: Session): Promise<BothSides<boolean>> {
  const has = async (side: Side): Promise<boolean> =>
    (await session.rows(`FROM ${side}_set_aside WHERE outcome = 'rejected' LIMIT 1`)).length > 0;
  return { left: await has("left"), right: await has("right") };
}

/** What the compilers of a run's results need to know of what was loaded and found. */
export async function outputInput(
  session: Session,
  loaded: LoadedSources,
  compiled: CompiledPlan,
): Promise<OutputInput> {
  const passes: RanPass[] = [];
  for (const pass of compiled.passes) passes.push({ ...pass, hasGroups: await session.hasRows(pass.compiled.groups) });
  return { layout: loaded.layout, passes, hasRejects: await rejectCounts(session) };
}

export async function groupCounts(session: Session, compiled: CompiledPlan): Promise<Summary["groups"]> {
  const counts = { "1:1": 0, "1:n": 0, "n:1": 0, "n:m": 0, net: 0 };
  for (const { compiled: pass } of compiled.passes) {
    if (pass.pairs !== undefined)
      counts["1:1"] += Number((await session.single(`SELECT count(*) AS n FROM "${pass.pairs}"`))["n"]);
    const rows = await session.rows(
      `SELECT CASE WHEN net THEN 'net' WHEN l = 1 AND r = 1 THEN '1:1' WHEN l = 1 THEN '1:n' WHEN r = 1 THEN 'n:1' ELSE 'n:m' END AS kind, count(*) AS n FROM ` +
        `(SELECT m.group_id, bool_or(g.net) AS net, count(*) FILTER (m.side = 0) AS l, count(*) FILTER (m.side = 1) AS r FROM "${pass.members}" AS m ` +
        `JOIN "${pass.groups}" AS g ON g.group_id = m.group_id WHERE g.status = 'matched' GROUP BY m.group_id) GROUP BY ALL`,
    );
    for (const row of rows) counts[row["kind"] as keyof typeof counts] += Number(row["n"]);
  }
  return counts;
}

export async function explain(
  session: Session,
  compiled: CompiledPlan,
  loaded: LoadedSources,
  hooks: RunHooks,
): Promise<BothSides<string>> {
  await runStages(session, [compileLeftOver()], hooks);
  const count = async (side: Side): Promise<number> => Number((await session.single(leftOverCount(side)))["n"]);
  const leftOver = { left: await count("left"), right: await count("right") };
  const contexts = compiled.passes.map(({ context }) => context);
  await runStages(session, [compileNearest(contexts, loaded.layout, leftOver)], hooks);
  return { left: nearestTable("left"), right: nearestTable("right") };
}
