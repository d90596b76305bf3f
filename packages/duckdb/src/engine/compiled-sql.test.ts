/** The SQL that plans compile to, for reading, and proof that the engine takes every statement of it, rare paths included. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  breaksOutput,
  compileLeftOver,
  compileNearest,
  compilePlan,
  differencesOutput,
  groupHashes,
  groupsOutput,
  membersOutput,
  nearestTable,
  outcomeTotals,
  recordHashes,
  recordsOutput,
  type CompiledPlan,
  type Plan,
  type Step,
} from "@recon/core";
import { printRelation, printStatement, type Relation } from "@recon/core/dialect";
import { describe, expect, it } from "vitest";
import { inFolder } from "../laws/run-engine.ts";
import { createClassifiedViews, loadSources, type LoadedSources } from "../load/load-sources.ts";
import { openSide } from "../load/open-side.ts";
import { createCalendars } from "../run/calendars.ts";
import { runAssignment } from "./assignment.ts";
import { exampleRuns, type ExampleRun } from "./example-runs.ts";
import { Session } from "./session.ts";

const silent = { onStage: () => undefined };

async function withLoaded<T>(
  example: ExampleRun,
  work: (session: Session, loaded: LoadedSources) => Promise<T>,
): Promise<T> {
  return inFolder(async (folder) => {
    const workDir = join(folder, "work");
    await mkdir(workDir);
    for (const side of ["left", "right"] as const) await writeFile(join(folder, `${side}.csv`), example[side]);
    const options = { delimiter: ",", decimal: ".", dateOrder: "dmy" } as const;
    const source = (side: string) => ({ files: [`${side}.csv`], format: "csv" as const, options });
    const plan: Plan = { version: 1, name: "example", left: source("left"), right: source("right"), ...example.plan };
    const session = await Session.open({ memoryBytes: 1 << 28, threads: 1, workDir });
    try {
      const opened = {
        left: await openSide("left", plan.left, { baseDir: folder }),
        right: await openSide("right", plan.right!, { baseDir: folder }),
      };
      const loaded = await loadSources(session, { plan, opened, contents: true }, silent);
      await createCalendars(session, plan, loaded.layout);
      return await work(session, loaded);
    } finally {
      session.close();
    }
  });
}

function printSteps(steps: readonly Step[], indent = ""): string[] {
  return steps.flatMap((step) => {
    switch (step.kind) {
      case "sql":
        return [`${printStatement(step.statement)};`.replaceAll(/^/gm, indent)];
      case "ifRows":
        return [`${indent}-- if ${step.table} has rows`, ...printSteps(step.steps, `${indent}  `)];
      case "pairLimit":
        return [`${indent}-- at most ${step.limit} pairs`, `${printRelation(step.count)};`.replaceAll(/^/gm, indent)];
      case "assign":
        return [`${indent}-- assign ${step.nodes}, ${step.edges} to ${step.pairs}, ${step.ambiguous}`];
    }
  });
}

/** Runs every step, those for the rare cases too. */
async function runAll(session: Session, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (step.kind === "sql") await session.run(step.statement);
    else if (step.kind === "ifRows") await runAll(session, step.steps);
    else if (step.kind === "pairLimit") await session.rows(step.count);
    else await runAssignment(session, step);
  }
}

function outputs(compiled: CompiledPlan, loaded: LoadedSources): Relation[] {
  const passes = compiled.passes.map((pass) => ({ ...pass, hasGroups: true }));
  const input = { layout: loaded.layout, passes, hasRejects: { left: true, right: false } };
  return [
    ...(["left", "right"] as const).flatMap((side) => [
      outcomeTotals(input, side),
      recordHashes(side),
      recordsOutput(input, side),
    ]),
    ...[groupHashes(input)].filter((relation) => relation !== undefined),
    groupsOutput(input),
    membersOutput(input),
    differencesOutput(),
    breaksOutput(input, { left: nearestTable("left"), right: nearestTable("right") }),
  ];
}

describe("compiled SQL", () => {
  it.each(Object.keys(exampleRuns))("%s", async (name) => {
    await withLoaded(exampleRuns[name]!, async (session, loaded) => {
      const compiled = compilePlan(loaded.plan, loaded.layout, { leftCount: loaded.sides.left.rows });
      const contexts = compiled.passes.map(({ context }) => context);
      const explaining = [compileLeftOver(), compileNearest(contexts, loaded.layout, { left: 3, right: 3 })];
      const stages = [...compiled.stages, ...explaining];
      const relations = outputs(compiled, loaded);
      const text = stages.flatMap((stage) => [`-- ${stage.name}`, ...printSteps(stage.steps), ""]);
      const printed = [...text, "-- results", ...relations.map((relation) => `${printRelation(relation)};`), ""].join(
        "\n",
      );
      await expect(printed).toMatchFileSnapshot(join("compiled-sql", `${name}.sql`));
      for (const stage of compiled.stages) await runAll(session, stage.steps);
      await createClassifiedViews(session, loaded);
      for (const stage of explaining) await runAll(session, stage.steps);
      for (const relation of relations) await session.rows(relation);
      const { rows } = await session.single(`SELECT count(*) AS rows FROM left_classified WHERE outcome IS NOT NULL`);
      expect(Number(rows)).toBe(loaded.sides.left.rows);
    });
  });
});
