/** One run, start to end, inside the engine's own process: open, load, match, explain, count, prove, write. */
import { cpus } from "node:os";
import {
  compileLeftOver,
  compileNearest,
  compilePlan,
  didYouMean,
  effectivePlan,
  leftOverCount,
  nearestTable,
  stringifyPlan,
  type Certificate,
  type CompiledPlan,
  type FileProof,
  type OutputInput,
  type Plan,
  type Side,
  type SourceProof,
  type Summary,
} from "@recon/core";
import { column, named, type NamedExpr } from "@recon/core/dialect";
import { runStages } from "../engine/run-stages.ts";
import { Session } from "../engine/session.ts";
import { isStored, type LoadedSide } from "../load/load-side.ts";
import { loadSources, type LoadedSources } from "../load/load-sources.ts";
import { openSide, requireColumns, type OpenedSide } from "../load/open-side.ts";
import { fileProof, sha256 } from "../write/file-proof.ts";
import { ResultFolder } from "../write/result-folder.ts";
import { writeJsonFile, writeParquetFiles } from "../write/write-result-set.ts";
import { createCalendars } from "./calendars.ts";
import { computeResultHash } from "./result-hash.ts";
import { newRunId } from "./run-id.ts";
import { controlTotals, imbalance, tally } from "./tally.ts";

export const ENGINE = "duckdb";
export const VERSION = "0.1.0";

export interface RunRequest {
  readonly plan: Plan;
  /** Folder that the plan's relative paths start from. */
  readonly baseDir: string;
  /** Where the result set goes; absent: nothing is written. */
  readonly outDir?: string | undefined;
  /** Where it is written before it takes its place; beside `outDir`. Whoever starts the run names it and can tidy up. */
  readonly draftDir?: string | undefined;
  /** Memory the engine may use before it spills. */
  readonly memoryBytes: number;
  readonly threads?: number | undefined;
  /** Counts and totals only (`--summary`): no result hash, and no content hashes where nothing depends on them. */
  readonly countsOnly?: boolean | undefined;
  /** An empty folder for spooled and spilled data; the caller removes it. */
  readonly workDir: string;
}

export interface RunReport {
  readonly summary: Summary;
  /** sha256 of certificate.json; absent when nothing was written. */
  readonly certificateHash?: string;
  readonly outDir?: string;
}

export interface RunHooks {
  onStage(name: string): void;
  /** Something the person should know although the run goes on. */
  onNote?(text: string): void;
  onSession?(session: Session): void;
  /** The process ends right after the run, so the engine need not give its memory back first. */
  readonly endsWithRun?: boolean;
}

type BothSides<T> = Readonly<Record<Side, T>>;

export async function reconcile(request: RunRequest, hooks: RunHooks): Promise<RunReport> {
  const { plan, baseDir } = request;
  return withSession(request, hooks, async (session, folder, started) => {
    hooks.onStage("open sources");
    const opened = {
      left: await openSide("left", plan.left, { baseDir }),
      right: await openSide("right", plan.right!, { baseDir }),
    };
    return runPrepared(session, { hooks, started, folder, countsOnly: request.countsOnly === true }, { plan, opened });
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
      threads: request.threads ?? cpus().length,
      workDir: request.workDir,
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
}

/** What is to be run; `settle` may complete the plan once the records are loaded (`recon compare` finds its key then). */
export interface Prepared {
  readonly plan: Plan;
  readonly opened: BothSides<OpenedSide>;
  /** Fields whose type is a proposal: those that the data refute become text. */
  readonly provisional?: boolean;
  settle?(session: Session, loaded: LoadedSources): Promise<Plan>;
}

/**
 * Whether counts or totals can depend on which of several interchangeable records is taken, which goes by content hash: not in a single keyed
 * pass whose amounts are equal among interchangeable records.
 */
function contentsDecide(plan: Plan): boolean {
  const keyed = plan.passes.every(({ kind }) => kind === "keyed") && plan.passes.length <= 1;
  const amount = plan.roles?.amount;
  const sameAmounts =
    amount === undefined || plan.compare === undefined || plan.compare.some(({ field }) => field === amount);
  return !keyed || !sameAmounts;
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

interface Matched {
  readonly compiled: CompiledPlan;
  readonly output: OutputInput;
  readonly control: BothSides<Record<string, string>>;
  readonly planText: string;
  readonly summary: () => Summary;
}

async function match(session: Session, context: RunContext, plan: Plan, loaded: LoadedSources): Promise<Matched> {
  const { hooks, started } = context;
  await createCalendars(session, plan, loaded.layout);
  const control = {
    left: await controlTotals(session, loaded.layout, "left"),
    right: await controlTotals(session, loaded.layout, "right"),
  };
  const compiled = compilePlan(plan, loaded.layout, { leftCount: loaded.sides.left.rows });
  await runStages(session, compiled.stages, hooks);
  const output = outputInput(loaded, compiled, await rejectCounts(session));
  hooks.onStage("count");
  const sides = { left: await tally(session, output, "left"), right: await tally(session, output, "right") };
  requireBalance(sides, loaded, control);
  const groups = await groupCounts(session, compiled);
  const planText = stringifyPlan(effectivePlan(plan, { left: facts(loaded, "left"), right: facts(loaded, "right") }));
  const resultHash = context.countsOnly ? null : await computeResultHash(session, output);
  const runId = newRunId(started);
  const summary = (): Summary => ({
    formatVersion: 1,
    runId,
    planHash: sha256(planText),
    resultHash,
    engine: ENGINE,
    startedAt: new Date(started).toISOString(),
    elapsedMs: Date.now() - started,
    balanced: true,
    ...sides,
    groups,
  });
  return { compiled, output, control, planText, summary };
}

interface Finished extends Matched {
  readonly files: Record<string, FileProof>;
  readonly sources: BothSides<SourceProof[]>;
}

/** Plan, summary and certificate, then the rename that makes the result set real. */
async function finish(folder: ResultFolder, finished: Finished): Promise<RunReport> {
  const { files, sources, control } = finished;
  files["plan.json"] = await writeJsonFile(folder, "plan.json", finished.planText);
  const summary = finished.summary();
  files["summary.json"] = await writeJsonFile(folder, "summary.json", `${JSON.stringify(summary, null, 2)}\n`);
  const { runId, engine, planHash, resultHash, balanced, startedAt } = summary;
  const certificate: Certificate = {
    formatVersion: 1,
    runId,
    version: VERSION,
    engine,
    planHash,
    resultHash,
    balanced,
    startedAt,
    sources,
    controlTotals: control,
    files,
  };
  const { sha256: certificateHash } = await writeJsonFile(
    folder,
    "certificate.json",
    `${JSON.stringify(certificate, null, 2)}\n`,
  );
  await folder.commit();
  return { summary, certificateHash, outDir: folder.target };
}

async function proveSources(opened: OpenedSide): Promise<Omit<SourceProof, "records">[]> {
  const proofs = [];
  for (const { name, file } of opened.files) proofs.push({ path: name, ...(await fileProof(file.path)) });
  return proofs;
}

const sourceProofs = (proofs: readonly Omit<SourceProof, "records">[], loaded: LoadedSide): SourceProof[] =>
  proofs.map((proof, i) => ({ ...proof, records: loaded.fileRows[i]! }));

const facts = (loaded: LoadedSources, side: Side) => ({
  format: loaded.sides[side].opened.files[0]!.file.resolved.format,
  options: loaded.options[side],
});

async function rejectCounts(session: Session): Promise<BothSides<boolean>> {
  const has = async (side: Side): Promise<boolean> =>
    (await session.rows(`FROM ${side}_set_aside WHERE outcome = 'rejected' LIMIT 1`)).length > 0;
  return { left: await has("left"), right: await has("right") };
}

/** What the compilers of a run's results need to know of the loaded sources. */
export function outputInput(
  loaded: LoadedSources,
  compiled: CompiledPlan,
  hasRejects: BothSides<boolean>,
): OutputInput {
  const canonical = (side: Side): NamedExpr[] =>
    loaded.layout.fields.map((field) => {
      const conversion = loaded.sides[side].conversions[field.index - 1]!;
      return named(field.name, isStored(conversion) ? column(`f${field.index}`) : conversion.narrow);
    });
  return {
    layout: loaded.layout,
    passes: compiled.passes,
    canonical: { left: canonical("left"), right: canonical("right") },
    columnCount: { left: loaded.sides.left.opened.header.length, right: loaded.sides.right.opened.header.length },
    hasRejects,
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

async function groupCounts(session: Session, compiled: CompiledPlan): Promise<Summary["groups"]> {
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

async function explain(
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
