import { DuckDBInstance } from "@duckdb/node-api";
import { join } from "node:path";
import type { CaseKind, CaseRows, Outcome, Truth } from "./generator/case-book.ts";

type Side = "left" | "right";
/** What a result set says of one record. */
type RecordResult = { outcome: string; reason: string | null; groupId: string | null };
type GroupResult = { kind: string; pass: string; status: string };
type ResultSet = Record<Side, Map<number, RecordResult>> & { groups: Map<string, GroupResult> };

/** Every place where a result set disagrees with the truth, one sentence each; none when all is right. */
export async function checkTruth(truth: Truth, folder: string): Promise<string[]> {
  const result = await readResultSet(folder);
  const faults = [...checkCounts(truth, result)];
  for (const [name, kind] of Object.entries(truth.kinds)) {
    for (const rows of kind.cases ?? []) {
      faults.push(...checkCase(kind, rows, result).map((fault) => `${name} ${JSON.stringify(rows)}: ${fault}`));
    }
  }
  return faults;
}

function* checkCounts(truth: Truth, result: ResultSet): Generator<string> {
  for (const side of ["left", "right"] as const) {
    const { rows, ...expected } = truth.sides[side];
    if (result[side].size !== rows) yield `${side}: ${result[side].size} rows, expected ${rows}`;
    for (const [outcome, count] of Object.entries(expected)) {
      const found = [...result[side].values()].filter((row) => row.outcome === outcome).length;
      if (found !== count) yield `${side}: ${found} ${outcome}, expected ${count}`;
    }
  }
  for (const [kind, count] of Object.entries(truth.groups)) {
    const found = [...result.groups.values()].filter((each) => each.status === "matched" && each.kind === kind).length;
    if (found !== count) yield `${found} groups of kind ${kind}, expected ${count}`;
  }
}

function checkCase(kind: CaseKind, [leftIds, rightIds]: CaseRows, result: ResultSet): string[] {
  const rows = [...leftIds.map((id) => result.left.get(id)), ...rightIds.map((id) => result.right.get(id))];
  const known = rows.filter((row) => row !== undefined);
  if (known.length < rows.length) return ["a row is missing"];
  const left = known.slice(0, leftIds.length);
  const right = known.slice(leftIds.length);
  return [
    ...checkOutcomes(kind.left, left, "left"),
    ...checkOutcomes(kind.right, right, "right"),
    ...checkGroups(kind, known, result),
  ];
}

function checkOutcomes(expected: Outcome | Outcome[] | undefined, rows: RecordResult[], side: Side): string[] {
  const wanted = typeof expected === "string" ? rows.map(() => expected) : [...(expected ?? [])].sort();
  const found = rows.map((row) => row.outcome).sort();
  return found.join() === wanted.join() ? [] : [`${side} is ${found.join()}, expected ${wanted.join()}`];
}

function checkGroups(kind: CaseKind, rows: RecordResult[], result: ResultSet): string[] {
  const faults: string[] = [];
  const ids = new Set(rows.flatMap((row) => row.groupId ?? []));
  const confirmed = Object.values(kind.groups ?? {}).reduce((sum, count) => sum + count, 0);
  const suggested = kind.left === "suggested" ? 1 : 0;
  if (ids.size !== confirmed + suggested) faults.push(`${ids.size} groups, expected ${confirmed + suggested}`);
  for (const id of ids) {
    const group = result.groups.get(id);
    if (group === undefined) faults.push(`group ${id} is not in groups.parquet`);
    else if (kind.pass !== undefined && group.pass !== kind.pass)
      faults.push(`pass ${group.pass}, expected ${kind.pass}`);
  }
  if (kind.together && rows.some((row) => row.groupId === null)) faults.push("a row stands outside the group");
  const fields = [...(kind.fields ?? [])].sort().join();
  for (const { outcome, reason } of rows) {
    const named = (reason ?? "").split(/,\s*/).sort().join();
    if (outcome === "differs" && named !== fields) faults.push(`differs in ${named}, expected ${fields}`);
  }
  return faults;
}

async function readResultSet(folder: string): Promise<ResultSet> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const read = async (file: string, columns: string) => {
    const path = join(folder, file).replaceAll("'", "''");
    const reader = await connection.runAndReadAll(`SELECT ${columns} FROM read_parquet('${path}')`);
    return reader.getRowsJson() as (string | null)[][];
  };
  const records = async (side: Side) =>
    new Map(
      (await read(`${side}.parquet`, "row_id::VARCHAR, outcome::VARCHAR, reason::VARCHAR, group_id::VARCHAR")).map(
        ([id, outcome, reason, groupId]) => [Number(id), { outcome: outcome!, reason: reason!, groupId: groupId! }],
      ),
    );
  const groups = await read("groups.parquet", "group_id::VARCHAR, kind::VARCHAR, pass::VARCHAR, status::VARCHAR");
  const result = {
    left: await records("left"),
    right: await records("right"),
    groups: new Map(groups.map(([id, kind, pass, status]) => [id!, { kind: kind!, pass: pass!, status: status! }])),
  };
  connection.closeSync();
  instance.closeSync();
  return result;
}
