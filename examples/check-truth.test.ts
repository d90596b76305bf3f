import { DuckDBInstance } from "@duckdb/node-api";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { checkTruth } from "./check-truth.ts";
import { CaseBook, type CaseKind } from "./generator/case-book.ts";

const kinds: Record<string, CaseKind> = {
  changed: { about: "", left: "differs", right: "differs", groups: { "1:1": 1 }, pass: "key", fields: ["a", "b"] },
  doubled: { about: "", left: "matched", right: ["duplicate", "matched"], groups: { "1:1": 1 } },
};
const rows = [{}, {}, {}, {}, {}];
const book = new CaseBook(kinds);
book.add("changed", [rows[0]!], [rows[2]!]);
book.add("doubled", [rows[1]!], [rows[3]!, rows[4]!]);
const truth = book.truth(rows.slice(0, 2), rows.slice(2));

const right = {
  left: "(1, 'differs', 'b,a', 1), (2, 'matched', NULL, 2)",
  right: "(1, 'differs', 'a, b', 1), (2, 'matched', NULL, 2), (3, 'duplicate', 'surplus', NULL)",
  groups: "(1, '1:1', 'key', 'matched'), (2, '1:1', 'key', 'matched')",
};
const target = mkdtempSync(join(tmpdir(), "recon-truth-"));
afterAll(() => rmSync(target, { recursive: true, force: true }));

async function faultsOf(change: Partial<typeof right>): Promise<string[]> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const tables = { ...right, ...change };
  for (const [name, values] of Object.entries(tables)) {
    const columns = name === "groups" ? "group_id, kind, pass, status" : "row_id, outcome, reason, group_id";
    await connection.run(`COPY (FROM (VALUES ${values}) t(${columns})) TO '${join(target, name)}.parquet'`);
  }
  return checkTruth(truth, target);
}

it("accepts a right result, whichever of two equal records is the duplicate", async () => {
  expect(await faultsOf({})).toEqual([]);
  const swapped = "(1, 'differs', 'a,b', 1), (2, 'duplicate', 'surplus', NULL), (3, 'matched', NULL, 2)";
  expect(await faultsOf({ right: swapped })).toEqual([]);
});

it.each([
  ["an outcome", { left: "(1, 'matched', NULL, 1), (2, 'matched', NULL, 2)" }, "left is matched, expected differs"],
  ["a field", { left: "(1, 'differs', 'a', 1), (2, 'matched', NULL, 2)" }, "differs in a, expected a,b"],
  ["a pass", { groups: right.groups.replace("'key'", "'near'") }, "pass near, expected key"],
  ["a group's shape", { groups: right.groups.replace("1:1", "1:n") }, "1 groups of kind 1:1, expected 2"],
  ["a pairing", { left: "(1, 'differs', 'a,b', 2), (2, 'matched', NULL, 1)" }, "2 groups, expected 1"],
  ["a row", { right: "(1, 'differs', 'a,b', 1), (2, 'matched', NULL, 2)" }, "right: 2 rows, expected 3"],
])("reports %s that is wrong", async (_, change, fault) => {
  expect((await faultsOf(change)).join("\n")).toContain(fault);
});
