import { ReconError, type Stage, type Step } from "@recon/core";
import { quoteName } from "@recon/core/dialect";
import type { BothSides } from "../both-sides.ts";
import { runAssignment } from "./assignment.ts";
import type { Session } from "./session.ts";

/** Records of each side that no pass has taken yet. */
export type OpenCounts = BothSides<number>;

export interface StageHooks {
  onStage(name: string): void;
  onOpen?(open: OpenCounts): void;
}

/** Runs compiled stages in order. Stops at the first failure; nothing outside the session is touched. */
export async function runStages(session: Session, stages: readonly Stage[], hooks: StageHooks): Promise<void> {
  for (const stage of stages) {
    hooks.onStage(stage.name);
    await runSteps(session, stage.steps);
    if (stage.open !== undefined && hooks.onOpen !== undefined) {
      const { left, right } = stage.open;
      hooks.onOpen({ left: await countRows(session, left), right: await countRows(session, right) });
    }
  }
}

/** The engine knows how many rows a table has; nothing is read. */
async function countRows(session: Session, table: string): Promise<number> {
  const [row] = await session.rows(`SELECT count(*) AS n FROM ${quoteName(table)}`);
  return Number(row!["n"]);
}

async function runSteps(session: Session, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await runStep(session, step);
}

async function runStep(session: Session, step: Step): Promise<void> {
  switch (step.kind) {
    case "sql":
      return session.run(step.statement);
    case "ifRows":
      if (await session.hasRows(step.table)) await runSteps(session, step.steps);
      return;
    case "pairLimit": {
      const { pairs } = await session.single(step.count);
      const count = BigInt(pairs === null ? 0 : (pairs as bigint | number));
      if (count > BigInt(step.limit)) throw tooManyPairs(step.pass, count, step.limit);
      return;
    }
    case "assign":
      return runAssignment(session, step);
  }
}

function tooManyPairs(pass: string, count: bigint, limit: number): ReconError {
  return new ReconError(
    "LIMIT_PAIRS",
    `pass "${pass}" would look at ${count.toLocaleString("en")} pairs, more than the limit of ${limit.toLocaleString("en")}; ` +
      `add a field to its block, or raise limits.pairs in the plan`,
    { at: { path: "limits.pairs" } },
  );
}
