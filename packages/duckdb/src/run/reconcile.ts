/** One run, start to end, inside the engine's own process: open, load, match, explain, count, prove, write. */
import type { BothSides } from "../both-sides.ts";
import { availableParallelism } from "node:os";
import {
  compilePlan,
  didYouMean,
  effectivePlan,
  judgedFields,
  stringifyPlan,
  type Plan,
  type Side,
  type Summary,
} from "@recon/core";
import { runStages } from "../engine/run-stages.ts";
import { Session } from "../engine/session.ts";
import { createClassifiedViews, loadSources, type LoadedSources, type Retype } from "../load/load-sources.ts";
import { openSide, requireColumns, type OpenedSide } from "../load/open-side.ts";
import { sha256 } from "../write/file-proof.ts";
import { ResultFolder } from "../write/result-folder.ts";
import { writeParquetFiles } from "../write/write-result-set.ts";
import { sourceFacts } from "./source-facts.ts";
import { createCalendars } from "./calendars.ts";
import { countDirectly, type Counted } from "./count-directly.ts";
import { computeResultHash } from "./result-hash.ts";
import { newRunId } from "./run-id.ts";
import { controlTotals, imbalance, tally } from "./tally.ts";
import { type Matched, finish, proveSources, sourceProofs } from "./finish.ts";
import { explain, groupCounts, outputInput } from "./outputs.ts";
import { ENGINE, type RunHooks, type RunReport, type RunRequest } from "./run-request.ts";

export async function reconcile(request: RunRequest, hooks: RunHooks): Promise<RunReport> {
  const { plan, baseDir } = request;
  return withSession(request, hooks, async (session, folder, started) => {
    hooks.onStage("open sources");
    const opened = {
      left: await openSide("left", plan.left, { baseDir }),
      right: await openSide("right", plan.right!, { baseDir }),
    };
    const { runId, countsOnly = false } = request;
    return runPrepared(session, { hooks, started, folder, countsOnly, runId }, { plan, opened });
  });
}

/** Opens engine and output folder, and leaves neither behind when the work fails. */
export async function withSession<T>(
  request: Omit<RunRequest, "plan">,
  hooks: RunHooks,
  work: (session: Session, folder: ResultFolder | undefined, started: number) => Promise<T>,
): Promise<T> {
  const started = Date.now();
  const folder =
    request.outDir === undefined ? undefined : await ResultFolder.prepare(request.outDir, request.draftDir);
  try {
    const session = await Session.open({
      memoryBytes: request.memoryBytes,
      threads: request.threads ?? availableParallelism(),
      workDir: request.workDir,
      watched: request.unwatched !== true,
    });
    hooks.onSession?.(session);
    try {
      return await work(session, folder, started);
    } finally {
      if (hooks.endsWithRun !== true) session.close();
    }
  } catch (error) {
    await folder?.discard();
    throw error;
  }
}

export interface RunContext {
  readonly hooks: RunHooks;
  readonly started: number;
  readonly folder: ResultFolder | undefined;
  readonly countsOnly: boolean;
  readonly runId?: string | undefined;
}

/** What is to be run; `settle` may complete the plan once the records are loaded (`recon compare` finds its key then). */
export interface Prepared {
  readonly plan: Plan;
  readonly opened: BothSides<OpenedSide>;
  /** There where the fields' types are proposals: the plan with those that all records have. */
  readonly retype?: Retype;
  settle?(session: Session, loaded: LoadedSources): Promise<Plan>;
}

/**
 * Whether counts or totals can depend on which of several interchangeable records is taken, which goes by content hash: not in a single keyed
 * pass whose interchangeable records have equal amounts and currencies.
 */
function contentsDecide({ passes, compare, roles }: Plan): boolean {
  const isOneKeyed = passes.length <= 1 && passes.every(({ kind }) => kind === "keyed");
  const judged = passes.flatMap(judgedFields);
  const isTold = (field: string | undefined): boolean =>
    field === undefined ||
    compare === undefined ||
    judged.includes(field) ||
    compare.some((entry) => entry.field === field);
  return !isOneKeyed || !isTold(roles?.amount) || !isTold(roles?.currency);
}

/** From opened sources to a written result set. */
export async function runPrepared(session: Session, context: RunContext, prepared: Prepared): Promise<RunReport> {
  const { hooks, folder } = context;
  const { opened } = prepared;
  requireColumns(prepared.plan, opened.left, didYouMean);
  requireColumns(prepared.plan, opened.right, didYouMean);
  const proving =
    folder === undefined ? undefined : { left: proveSources(opened.left), right: proveSources(opened.right) };
  // Awaited at the end; until then a failure must not count as unhandled.
  for (const proof of Object.values(proving ?? {})) proof.catch(() => undefined);
  const contents = !context.countsOnly || contentsDecide(prepared.plan);
  const counted =
    context.countsOnly && folder === undefined ? await countDirectly(session, prepared, hooks) : undefined;
  if (counted !== undefined) return { summary: summaryOf(context, counted) };
  const loaded = await loadSources(session, { ...prepared, contents }, hooks);
  const plan = (await prepared.settle?.(session, loaded)) ?? loaded.plan;
  await session.seal(folder === undefined ? [] : [folder.draft]);
  const result = await match(session, context, plan, loaded);
  if (folder === undefined || proving === undefined) return { summary: result.summary() };
  const nearest = await explain(session, result.compiled, loaded, hooks);
  const files = await writeParquetFiles(session, {
    output: result.output,
    nearest,
    headers: { left: opened.left.header, right: opened.right.header },
    folder,
    onStage: (name) => hooks.onStage(name),
  });
  hooks.onStage("prove");
  const sources = {
    left: sourceProofs(await proving.left, loaded.sides.left),
    right: sourceProofs(await proving.right, loaded.sides.right),
  };
  return finish(folder, { ...result, files, sources });
}

async function match(session: Session, context: RunContext, plan: Plan, loaded: LoadedSources): Promise<Matched> {
  const { hooks } = context;
  await createCalendars(session, plan, loaded.layout);
  const control = {
    left: await controlTotals(session, loaded.layout, "left"),
    right: await controlTotals(session, loaded.layout, "right"),
  };
  const compiled = compilePlan(plan, loaded.layout, { leftCount: loaded.sides.left.rows });
  await runStages(session, compiled.stages, hooks);
  await createClassifiedViews(session, loaded);
  const output = await outputInput(session, loaded, compiled);
  hooks.onStage("count");
  const sides = { left: await tally(session, output, "left"), right: await tally(session, output, "right") };
  requireBalance(sides, loaded, control);
  const groups = await groupCounts(session, compiled);
  const facts = (side: Side) => sourceFacts(loaded.sides[side].opened, loaded.options[side]);
  const planText = stringifyPlan(effectivePlan(plan, { left: facts("left"), right: facts("right") }));
  const resultHash = context.countsOnly ? null : await computeResultHash(session, output);
  const runId = context.runId ?? newRunId(context.started);
  const summary = (): Summary => summaryOf({ ...context, runId }, { planText, sides, groups, resultHash });
  return { compiled, output, control, planText, summary };
}

interface Found extends Counted {
  readonly resultHash?: string | null;
}

function summaryOf({ started, runId }: RunContext, { planText, sides, groups, resultHash = null }: Found): Summary {
  return {
    formatVersion: 1,
    runId: runId ?? newRunId(started),
    planHash: sha256(planText),
    resultHash,
    engine: ENGINE,
    startedAt: new Date(started).toISOString(),
    elapsedMs: Date.now() - started,
    balanced: true,
    ...sides,
    groups,
  };
}

function requireBalance(
  sides: BothSides<Summary["left"]>,
  loaded: LoadedSources,
  control: BothSides<Record<string, string>>,
): void {
  for (const side of ["left", "right"] as const) {
    const fault = imbalance(sides[side], loaded.sides[side].rows, control[side]);
    // Breaking the conservation law is our bug, whatever the input was; a result that breaks it must never be seen.
    if (fault !== undefined) throw new Error(`the ${side} side does not balance: ${fault}`);
  }
}
