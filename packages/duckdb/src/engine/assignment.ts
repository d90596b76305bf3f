import { BIGINT, INTEGER, type DuckDBAppender, type DuckDBType } from "@duckdb/node-api";
import { assign, ReconError, type Assignment, type CandidateEdge, type Step } from "@recon/core";
import { column, columns, select, cast, textType } from "@recon/core/dialect";
import type { Session } from "./session.ts";

type AssignStep = Extract<Step, { kind: "assign" }>;

/** Contested candidates are settled in memory; more than this would not fit beside the engine. */
const MAX_EDGES = 20_000_000;

interface SideClasses {
  /** Position of each class number of the node table: those count over both sides, so one side has gaps. */
  readonly positions: Map<number, number>;
  /** Row ids of each class, by content hash, then row id. */
  readonly rows: number[][];
  /** The smallest content hash of each class. */
  readonly firstHash: string[];
}

/**
 * Exact assignment of contested candidates (docs/matching.md, section 5): reads the step's nodes and edges, fills its tables of confirmed
 * pairs and of ambiguous records.
 */
export async function runAssignment(session: Session, step: AssignStep): Promise<void> {
  const left = await readClasses(session, step.nodes, 0);
  const right = await readClasses(session, step.nodes, 1);
  const edges = await readEdges(session, step, left, right);
  const result = assign({
    leftCounts: left.rows.map((rows) => rows.length),
    rightCounts: right.rows.map((rows) => rows.length),
    edges,
  });
  const taken = takeConfirmed(result, left, right);
  await writePairs(session, step.pairs, taken.pairs);
  await writeAmbiguous(session, step.ambiguous, result, taken);
}

async function readClasses(session: Session, nodes: string, side: number): Promise<SideClasses> {
  const classes: SideClasses = { positions: new Map(), rows: [], firstHash: [] };
  const relation = select({
    from: nodes,
    columns: columns(["cls", "row_id", "content_hash"]),
    where: { kind: "call", fn: "eq", args: [column("side"), { kind: "integer", value: side }] },
    orderBy: [column("cls"), column("content_hash"), column("row_id")],
  });
  for await (const [cls, rowId, hash] of session.chunks(relation)) {
    for (let i = 0; i < cls!.length; i++) addNode(classes, Number(cls![i]), Number(rowId![i]), String(hash![i]));
  }
  return classes;
}

function addNode(classes: SideClasses, cls: number, rowId: number, hash: string): void {
  const position = classes.positions.get(cls);
  if (position !== undefined) return void classes.rows[position]!.push(rowId);
  classes.positions.set(cls, classes.rows.length);
  classes.rows.push([rowId]);
  classes.firstHash.push(hash);
}

async function readEdges(
  session: Session,
  step: AssignStep,
  left: SideClasses,
  right: SideClasses,
): Promise<CandidateEdge[]> {
  const relation = select({
    from: step.edges,
    columns: [
      ...columns(["l", "r"]),
      { name: "cost", expr: cast(column("cost"), textType) },
      { name: "cost2", expr: cast(column("cost2"), textType) },
    ],
  });
  const raw: { left: number; right: number; cost: bigint; cost2: bigint }[] = [];
  let total = 0n;
  for await (const [l, r, cost, cost2] of session.chunks(relation)) {
    for (let i = 0; i < l!.length; i++) {
      const second = toUnits(String(cost2![i]));
      total += second;
      raw.push({
        left: left.positions.get(Number(l![i]))!,
        right: right.positions.get(Number(r![i]))!,
        cost: toUnits(String(cost![i])),
        cost2: second,
      });
    }
    if (raw.length > MAX_EDGES) throw tooContested(step.pass, raw.length);
  }
  // Lexicographic: one unit of the first cost outweighs every possible sum of second ones.
  const weight = total + 1n;
  return raw.map(({ left, right, cost, cost2 }) => ({ left, right, cost: cost * weight + cost2 }));
}

/** A decimal text as an integer of its smallest unit; all texts of one column have the same scale. */
const toUnits = (value: string): bigint => BigInt(value.replace(".", ""));

function tooContested(pass: string, edges: number): ReconError {
  return new ReconError(
    "LIMIT_PAIRS",
    `pass "${pass}": more than ${edges.toLocaleString("en")} candidates compete with each other; add a field to its block or narrow its tolerances`,
  );
}

interface Taken {
  readonly pairs: { readonly left: number; readonly right: number }[];
  /** How many records of each class confirmed pairs have taken. */
  readonly left: number[];
  readonly right: number[];
  readonly leftClasses: SideClasses;
  readonly rightClasses: SideClasses;
}

/**
 * Chooses the records of confirmed class pairs: a class serves its partners in the order of their smallest content hashes, from its own
 * first record on, so that the choice depends on contents only.
 */
function takeConfirmed(result: Assignment, left: SideClasses, right: SideClasses): Taken {
  const confirmed = result.confirmed.map((pair) => ({ ...pair, leftFrom: 0, rightFrom: 0 }));
  const leftTaken: number[] = [];
  const rightTaken: number[] = [];
  for (const pair of [...confirmed].sort((a, b) => a.left - b.left || byHash(right, a.right, b.right))) {
    pair.leftFrom = leftTaken[pair.left] ?? 0;
    leftTaken[pair.left] = pair.leftFrom + pair.count;
  }
  for (const pair of [...confirmed].sort((a, b) => a.right - b.right || byHash(left, a.left, b.left))) {
    pair.rightFrom = rightTaken[pair.right] ?? 0;
    rightTaken[pair.right] = pair.rightFrom + pair.count;
  }
  const pairs = confirmed.flatMap((pair) =>
    Array.from({ length: pair.count }, (_, i) => ({
      left: left.rows[pair.left]![pair.leftFrom + i]!,
      right: right.rows[pair.right]![pair.rightFrom + i]!,
    })),
  );
  return { pairs, left: leftTaken, right: rightTaken, leftClasses: left, rightClasses: right };
}

function byHash(classes: SideClasses, a: number, b: number): number {
  const [first, second] = [classes.firstHash[a]!, classes.firstHash[b]!];
  return first < second ? -1 : first > second ? 1 : a - b;
}

async function createTable(
  session: Session,
  name: string,
  columnTypes: readonly (readonly [string, string])[],
): Promise<DuckDBAppender> {
  await session.execute(
    `CREATE TABLE "${name}" (${columnTypes.map(([column, type]) => `"${column}" ${type}`).join(", ")})`,
  );
  return session.connection.createAppender(name);
}

function appendRow(appender: DuckDBAppender, values: readonly (readonly [number, DuckDBType])[]): void {
  for (const [value, type] of values) appender.appendValue(type === INTEGER ? value : BigInt(value), type);
  appender.endRow();
}

async function writePairs(session: Session, name: string, pairs: Taken["pairs"]): Promise<void> {
  const appender = await createTable(session, name, [
    ["l", "BIGINT"],
    ["r", "BIGINT"],
  ]);
  for (const { left, right } of pairs)
    appendRow(appender, [
      [left, BIGINT],
      [right, BIGINT],
    ]);
  appender.closeSync();
}

async function writeAmbiguous(session: Session, name: string, result: Assignment, taken: Taken): Promise<void> {
  const appender = await createTable(session, name, [
    ["group_id", "BIGINT"],
    ["side", "INTEGER"],
    ["row_id", "BIGINT"],
  ]);
  for (const ambiguity of result.ambiguities) {
    const lefts = ambiguity.left.flatMap(({ cls }) => taken.leftClasses.rows[cls]!.slice(taken.left[cls] ?? 0));
    const rights = ambiguity.right.flatMap(({ cls }) => taken.rightClasses.rows[cls]!.slice(taken.right[cls] ?? 0));
    const groupId = lefts.reduce((smallest, row) => Math.min(smallest, row), Number.MAX_SAFE_INTEGER);
    for (const row of lefts)
      appendRow(appender, [
        [groupId, BIGINT],
        [0, INTEGER],
        [row, BIGINT],
      ]);
    for (const row of rights)
      appendRow(appender, [
        [groupId, BIGINT],
        [1, INTEGER],
        [row, BIGINT],
      ]);
  }
  appender.closeSync();
}
