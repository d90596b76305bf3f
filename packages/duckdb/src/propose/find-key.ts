/** Finds the columns that identify a record, and says how. */
import { ReconError, recordView } from "@recon/core";
import { quoteName } from "@recon/core/dialect";
import type { Session } from "../engine/session.ts";
import type { LoadedSources } from "../load/load-sources.ts";
import type { SharedColumn } from "./compare-plan.ts";

export interface FoundKey {
  readonly columns: readonly SharedColumn[];
  /** A sentence for the person. */
  readonly how: string;
}

interface Candidate {
  readonly columns: readonly SharedColumn[];
  /** Share of records on both sides whose value occurs once. */
  readonly unique: number;
  /** Share of the smaller side's values that the other side has. */
  readonly overlap: number;
}

const keyNames = /(^|[^a-z])(id|key|no|nr|num|number|code|ref|reference|uuid|guid|nummer)([^a-z]|$)/i;
/** Below this a column does not identify records: too many duplicates, or the sides hardly share a value. */
const MIN_UNIQUE = 0.9;
/** A column that is called a key may hold more duplicates: they are what the comparison is to find. */
const MIN_UNIQUE_NAMED = 0.5;
const MIN_OVERLAP = 0.1;
/** Pairs of columns are tried among so many of the most distinct ones. */
const PAIRED = 6;

export async function findKey(
  session: Session,
  loaded: LoadedSources,
  shared: readonly SharedColumn[],
): Promise<FoundKey> {
  const singles = await Promise.all(shared.map((column) => approximate(session, loaded, column)));
  const promising = singles
    .filter(({ column, distinct }) => distinct >= leastUnique([column]) * 0.9)
    .map(({ column }) => column);
  const best = choose(
    await judgeAll(
      session,
      loaded,
      promising.map((column) => [column]),
    ),
  );
  if (best !== undefined) return describe(best);
  const ranked = [...singles]
    .sort((a, b) => b.distinct - a.distinct || shared.indexOf(a.column) - shared.indexOf(b.column))
    .slice(0, PAIRED);
  const pairs = ranked.flatMap(({ column }, i) => ranked.slice(i + 1).map((other) => [column, other.column]));
  const pair = choose(await judgeAll(session, loaded, pairs));
  if (pair !== undefined) return describe(pair);
  const tried = singles.map(({ column, distinct }) => `"${column.left}" ${Math.round(distinct * 100)} %`).join(", ");
  throw new ReconError(
    "USAGE",
    `no column or pair of columns identifies the records on both sides; name the key with --key a,b (distinct values: ${tried})`,
  );
}

async function approximate(
  session: Session,
  loaded: LoadedSources,
  column: SharedColumn,
): Promise<{ column: SharedColumn; distinct: number }> {
  const name = valueColumn(loaded, column);
  const shares = [];
  for (const side of ["left", "right"] as const) {
    const row = await session.single(
      `SELECT count(*) AS n, approx_count_distinct(${name}) AS d FROM ${quoteName(recordView(side))}`,
    );
    shares.push(Number(row["n"]) === 0 ? 1 : Number(row["d"]) / Number(row["n"]));
  }
  return { column, distinct: Math.min(1, ...shares) };
}

function valueColumn(loaded: LoadedSources, column: SharedColumn): string {
  const field = loaded.layout.fields.find(({ name }) => name === column.field)!;
  return `f${field.index}`;
}

async function judgeAll(
  session: Session,
  loaded: LoadedSources,
  candidates: readonly (readonly SharedColumn[])[],
): Promise<Candidate[]> {
  const judged = [];
  for (const columns of candidates) judged.push(await judge(session, loaded, columns));
  return judged.filter(({ columns, unique, overlap }) => unique >= leastUnique(columns) && overlap >= MIN_OVERLAP);
}

const isNamedKey = (columns: readonly SharedColumn[]): boolean => columns.every(({ left }) => keyNames.test(left));
const leastUnique = (columns: readonly SharedColumn[]): number => (isNamedKey(columns) ? MIN_UNIQUE_NAMED : MIN_UNIQUE);

async function judge(session: Session, loaded: LoadedSources, columns: readonly SharedColumn[]): Promise<Candidate> {
  const names = columns.map((column) => valueColumn(loaded, column));
  const present = names.map((name) => `${name} IS NOT NULL`).join(" AND ");
  const keys = (side: "left" | "right"): string =>
    `SELECT ${names.join(", ")}, count(*) AS n FROM ${quoteName(recordView(side))} WHERE ${present} GROUP BY ALL`;
  const row = await session.single(
    `WITH l AS (${keys("left")}), r AS (${keys("right")}) SELECT (SELECT count(*) FILTER (n = 1) FROM l) AS lu, (SELECT count(*) FILTER (n = 1) FROM r) AS ru, ` +
      `(SELECT count(*) FROM l) AS ld, (SELECT count(*) FROM r) AS rd, (SELECT count(*) FROM l SEMI JOIN r USING (${names.join(", ")})) AS shared`,
  );
  const share = (part: unknown, whole: number): number => (whole === 0 ? 1 : Number(part) / whole);
  const unique = Math.min(share(row["lu"], loaded.sides.left.rows), share(row["ru"], loaded.sides.right.rows));
  return { columns, unique, overlap: share(row["shared"], Math.min(Number(row["ld"]), Number(row["rd"]))) };
}

/** The most unique and most shared; a name that sounds like a key, then the earlier column, break ties. */
function choose(candidates: readonly Candidate[]): Candidate | undefined {
  const score = ({ unique, overlap }: Candidate): number => Math.round(Math.min(unique, overlap) * 100);
  const named = ({ columns }: Candidate): number => (isNamedKey(columns) ? 1 : 0);
  return [...candidates].sort((a, b) => score(b) - score(a) || named(b) - named(a))[0];
}

function describe({ columns, unique, overlap }: Candidate): FoundKey {
  const names = columns.map(({ left }) => left).join(", ");
  const percent = (share: number): string => `${(Math.floor(share * 1000) / 10).toString()} %`;
  return {
    columns,
    how: `key ${names}: ${percent(unique)} of the records have a value of their own, ${percent(overlap)} of the values are on both sides (choose another with --key)`,
  };
}
