/** Whether sources have the columns that a plan names, and how they differ from those that ran before. */
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type ColumnChanges, type PlanFault, type ReadAs, type RunId, type SourceCheck } from "@recon/api";
import { type ColumnRef, didYouMean, type Plan, ReconError, type Side, sides } from "@recon/core";
import type { AppContext } from "../../app-context.ts";
import type { StoredProfile } from "../../jobs/inspect-job.ts";
import { inspectNow, withoutPaths } from "../../jobs/inspector/inspector.ts";
import type { Store } from "../../store/tables.ts";
import type { SourceRow } from "../sources/find-source.ts";

export type RunSources = Readonly<Record<Side, readonly SourceRow[]>>;

/** What a person said about reading a source holds where the plan says nothing. */
export function withReadAs(plan: Plan, sources: RunSources): Plan {
  const complete = (side: Side, source: NonNullable<Plan["right"]>): NonNullable<Plan["right"]> => {
    const first = sources[side][0];
    const said = first === undefined ? {} : (JSON.parse(first.read_as) as ReadAs);
    const options = { ...said.options, ...source.options };
    return {
      ...source,
      ...(source.format === undefined && said.format !== undefined ? { format: said.format } : {}),
      ...(Object.keys(options).length === 0 ? {} : { options }),
    };
  };
  return {
    ...plan,
    left: complete("left", plan.left),
    ...(plan.right === undefined ? {} : { right: complete("right", plan.right) }),
  };
}

/** Checks columns; nothing is read of the files but their headers, and those only where the plan reads them in another way than the profile did. */
export async function checkSources(
  context: Pick<AppContext, "store" | "config">,
  { plan, sources, lastRunId }: { plan: Plan; sources: RunSources; lastRunId: RunId | null },
): Promise<SourceCheck> {
  const faults: PlanFault[] = [];
  const changes: { left: ColumnChanges | null; right: ColumnChanges | null } = { left: null, right: null };
  for (const side of sides) {
    if (plan[side] === undefined) continue;
    const [first] = sources[side];
    if (first === undefined) {
      faults.push(fault(`${side}.files`, `no ${side} source is named; say which file to read`));
      continue;
    }
    const headers = await headersOf(context.config.dataDir, plan, side, sources[side]);
    faults.push(
      ...columnFaults(plan, side, { fileName: first.file_name, header: headers[0]! }),
      ...unlike(side, sources[side], headers),
    );
    changes[side] = await changesSince(context.store, { lastRunId, side, plan, source: first, header: headers[0]! });
  }
  return { isRunnable: faults.length === 0, faults, changes };
}

const fault = (path: string, message: string): PlanFault => ({ path, message, line: null, column: null });

/** Options on which the header depends. */
const headerOptions = ["delimiter", "quote", "encoding", "sheet", "headerRow", "records"] as const;

async function headersOf(
  dataDir: string,
  plan: Plan,
  side: Side,
  sources: readonly SourceRow[],
): Promise<(readonly string[])[]> {
  const { format, options = {} } = plan[side]!;
  const isAsProfiled = (source: SourceRow): boolean => {
    const profiled = JSON.parse(source.options ?? "{}") as Record<string, unknown>;
    const isSame = headerOptions.every((name) => options[name] === undefined || options[name] === profiled[name]);
    // What was said at the upload and what the plan says now: the profile knows the header of the first only.
    const said = (JSON.parse(source.read_as) as ReadAs).options ?? {};
    return (
      isSame &&
      (format === undefined || format === source.format) &&
      headerOptions.every((name) => said[name] === undefined || said[name] === options[name])
    );
  };
  if (sources.every(isAsProfiled)) return sources.map((source) => JSON.parse(source.columns!) as string[]);
  const paths = sources.map((source) => join(dataDir, source.path));
  try {
    return [...(await inspectNow({ kind: "columns", paths, spec: { format, options } })).headers];
  } catch (error) {
    throw withoutPaths(error, Object.fromEntries(paths.map((path, i) => [path, sources[i]!.file_name])));
  }
}

/** Header names that a field takes from one side. */
function headersIn(ref: ColumnRef): string[] {
  if (typeof ref === "string") return [ref];
  if ("debit" in ref) return [ref.debit, ref.credit];
  return "column" in ref ? [ref.column] : [];
}

const MOST_LISTED_COLUMNS = 50;

function columnFaults(
  plan: Plan,
  side: Side,
  { fileName, header }: { fileName: string; header: readonly string[] },
): PlanFault[] {
  const listed = header
    .slice(0, MOST_LISTED_COLUMNS)
    .map((name) => JSON.stringify(name))
    .join(", ");
  return Object.entries(plan.fields).flatMap(([name, field]) =>
    headersIn(field[side] ?? name)
      .filter((wanted) => !header.includes(wanted))
      .map((wanted) =>
        fault(
          `fields.${name}.${side}`,
          `${fileName}: there is no column ${JSON.stringify(wanted)}${didYouMean(wanted, header)}; the columns are ${listed}`,
        ),
      ),
  );
}

/** Files of one side have the same columns, in any order, each name once. */
function unlike(side: Side, sources: readonly SourceRow[], headers: readonly (readonly string[])[]): PlanFault[] {
  const sorted = headers.map((header) => header.toSorted());
  return sources.flatMap((source, i) => [
    ...(new Set(headers[i]).size < headers[i]!.length
      ? [fault(`${side}.files[${i}]`, `${source.file_name}: a column name stands there twice`)]
      : []),
    ...(isDeepStrictEqual(sorted[i], sorted[0])
      ? []
      : [fault(`${side}.files[${i}]`, `${source.file_name}: its columns are not those of ${sources[0]!.file_name}`)]),
  ]);
}

interface Since {
  readonly lastRunId: RunId | null;
  readonly side: Side;
  readonly plan: Plan;
  readonly source: SourceRow;
  readonly header: readonly string[];
}

async function changesSince(
  store: Store,
  { lastRunId, side, plan, source, header }: Since,
): Promise<ColumnChanges | null> {
  if (lastRunId === null) return null;
  const before = await store
    .selectFrom("run_files")
    .innerJoin("sources", "sources.id", "run_files.source_id")
    .selectAll("sources")
    .where("run_files.run_id", "=", lastRunId)
    .where("run_files.side", "=", side)
    .where("run_files.ordinal", "=", 0)
    .executeTakeFirst();
  if (before === undefined || before.columns === null) return null;
  const earlier = JSON.parse(before.columns) as string[];
  const used = new Set(Object.entries(plan.fields).flatMap(([name, field]) => headersIn(field[side] ?? name)));
  const [types, newTypes] = [typesOf(before), typesOf(source)];
  const common = header.filter((name) => earlier.includes(name));
  return {
    added: header.filter((name) => !earlier.includes(name)),
    removed: earlier.filter((name) => !header.includes(name)).map((name) => ({ name, isUsed: used.has(name) })),
    isReordered: !isDeepStrictEqual(
      common,
      earlier.filter((name) => header.includes(name)),
    ),
    retyped: common.flatMap((name) => {
      const [old, now] = [types.get(name), newTypes.get(name)];
      return old === undefined || now === undefined || old === now ? [] : [{ name, before: old, after: now }];
    }),
  };
}

function typesOf({ profile }: SourceRow): Map<string, string> {
  if (profile === null) return new Map();
  return new Map((JSON.parse(profile) as StoredProfile).profile.columns.map(({ name, type }) => [name, type]));
}

/** What the files themselves are at fault, as a fault of the check; a bug stays an error. */
export function asFaults(error: unknown): PlanFault[] {
  if (error instanceof ReconError) return [fault(error.at?.path ?? "", error.message)];
  throw error;
}
