/** Edits by someone who recomputes every hash: the contents themselves must give them away. */
import { mkdtemp, rm, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bankLedger } from "./testing/bank-ledger.ts";
import { contentHash, deriveTables, rederive, type ResultTables, type Row } from "./testing/result-set.ts";
import { writeResultSet } from "./testing/write-result-set.ts";
import { verifyResultSet, type CheckName } from "./index.ts";

let root: string;
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), "recon-tamper-"))));
afterAll(async () => rm(root, { recursive: true, force: true }));

interface Tampering {
  name: string;
  found: CheckName;
  edit: (tables: ResultTables) => void;
  /** false: the summary, totals and resultHash stay as they were. */
  rederived?: boolean;
  dropFile?: string;
}

const left = (tables: ResultTables, id: number): Row => tables.left[id - 1]!;
const right = (tables: ResultTables, id: number): Row => tables.right[id - 1]!;
const group = (tables: ResultTables, id: number): Row => tables.groups.find((row) => row.group_id === id)!;
const rehash = (row: Row, columns: number) =>
  (row.content_hash = contentHash(
    Array.from({ length: columns }, (_, at) => (row[`src.c${at + 1}`] as string | null) ?? null),
  ));
const drop = (rows: Row[], test: (row: Row) => boolean) => void rows.splice(rows.findIndex(test), 1);
const leave = (tables: ResultTables, side: "left" | "right", id: number, outcome = "unmatched") => {
  const row = tables[side][id - 1]!;
  Object.assign(row, { outcome, group_id: null, reason: "no counterpart" });
  const breakId = 4 * id + (side === "left" ? 0 : 1);
  const { amount, currency, booked: date } = row;
  const rest = { side, row_id: id, group_id: null, reason: "", nearest: null, failed: null };
  tables.breaks.push({ break_id: breakId, kind: outcome, amount, currency, date, ...rest } as Row);
};
const ungroup = (tables: ResultTables, id: number) => {
  for (const name of ["groups", "members", "differences"] as const) {
    tables[name] = tables[name].filter((row) => row.group_id !== id);
  }
  tables.breaks = tables.breaks.filter((row) => row.group_id !== id);
  for (const side of ["left", "right"] as const) {
    tables[side].forEach((row, index) => row.group_id === id && leave(tables, side, index + 1));
  }
};
const taken = (tables: ResultTables) => (left(tables, 5).outcome === "matched" ? 5 : 6);

const tamperings: Tampering[] = [
  // files
  { name: "summary of another run", found: "files", edit: (t) => (t.summary.runId = "other"), rederived: false },
  {
    name: "planHash of another plan",
    found: "files",
    edit: (t) => (t.certificate.planHash = "0".repeat(64)),
    rederived: false,
  },
  {
    name: "wrong record count of a source",
    found: "files",
    edit: (t) => t.certificate.sources.left[0]!.records--,
    rederived: false,
  },
  {
    name: "balanced turned in the summary",
    found: "files",
    edit: (t) => (t.summary.balanced = false),
    rederived: false,
  },
  { name: "a file left out of folder and certificate", found: "files", edit: () => {}, dropFile: "members.parquet" },
  // plan
  { name: "unknown key in the plan", found: "plan", edit: (t) => Object.assign(t.plan, { extra: 1 }) },
  {
    name: "a pass on an unknown field",
    found: "plan",
    edit: (t) => Object.assign(t.plan.passes[1]!, { on: ["nobody"] }),
  },
  {
    name: "a loosened tolerance",
    found: "matches",
    edit: (t) => Object.assign(t.plan.compare![0]!, { within: { absolute: "5.00" } }),
  },
  {
    name: "an exclusion added to the plan",
    found: "records",
    edit: (t) => t.plan.left.exclude!.push({ where: { field: "ref", in: ["100"] }, reason: "x" }),
  },
  // records
  { name: "canonical amount altered", found: "records", edit: (t) => (left(t, 14).amount = "999.98") },
  { name: "src amount altered, hash kept", found: "records", edit: (t) => (left(t, 14)["src.c2"] = "999,98") },
  {
    name: "src amount altered, hash recomputed",
    found: "records",
    edit: (t) => {
      left(t, 14)["src.c2"] = "999,98";
      rehash(left(t, 14), 8);
    },
  },
  { name: "canonical text altered", found: "records", edit: (t) => (left(t, 14).party = "omega") },
  { name: "canonical date altered", found: "records", edit: (t) => (left(t, 14).booked = "2026-10-13") },
  { name: "canonical currency altered", found: "records", edit: (t) => (left(t, 14).currency = "USD") },
  { name: "canonical value emptied", found: "records", edit: (t) => (left(t, 14).ref = null) },
  { name: "NULL turned into an empty text in src", found: "records", edit: (t) => (left(t, 14)["src.c6"] = "") },
  { name: "content hash altered", found: "records", edit: (t) => (left(t, 14).content_hash = "0".repeat(64)) },
  { name: "a record dropped from the middle", found: "records", edit: (t) => void t.left.splice(13, 1) },
  { name: "a record doubled", found: "records", edit: (t) => void t.right.push({ ...right(t, 9) }) },
  {
    name: "two records in each other's place",
    found: "records",
    edit: (t) => t.right.splice(7, 2, right(t, 9), right(t, 8)),
  },
  { name: "an excluded record made unmatched", found: "records", edit: (t) => leave(t, "left", 12) },
  {
    name: "an unmatched record excluded",
    found: "records",
    edit: (t) => {
      Object.assign(left(t, 14), { outcome: "excluded", reason: "voided" });
      drop(t.breaks, (row) => row.break_id === 56);
    },
  },
  { name: "another reason for an exclusion", found: "records", edit: (t) => (left(t, 12).reason = "forgotten") },
  { name: "an outcome that does not exist", found: "records", edit: (t) => (left(t, 14).outcome = "fine") },
  {
    name: "an unmatched record rejected",
    found: "records",
    edit: (t) => {
      Object.assign(right(t, 9), { outcome: "rejected", reason: "gone" });
      drop(t.breaks, (row) => row.break_id === 37);
    },
  },
  { name: "a reject removed from the list", found: "records", edit: (t) => void t.rejects.pop() },
  { name: "a reject's text altered", found: "records", edit: (t) => (t.rejects[0]!.text = "R13;0,00;EUR;;;;OK;") },
  { name: "a reject's reason altered", found: "records", edit: (t) => (t.rejects[0]!.reason = "never mind") },
  {
    name: "a reject of a readable record added",
    found: "records",
    edit: (t) => void t.rejects.push({ ...t.rejects[0]!, row_id: 14 }),
  },
  { name: "headers renamed", found: "records", edit: (t) => void (t.declared.header.left[0] = "Referenz") },
  // exclusivity
  { name: "a matched record called unmatched", found: "exclusivity", edit: (t) => (left(t, 1).outcome = "unmatched") },
  {
    name: "a record in a group that does not exist",
    found: "exclusivity",
    edit: (t) => Object.assign(left(t, 14), { group_id: 14, outcome: "matched" }),
  },
  {
    name: "a third record in a 1:1 group",
    found: "exclusivity",
    edit: (t) => Object.assign(left(t, 14), { group_id: 1, outcome: "matched", reason: null }),
  },
  { name: "a group doubled", found: "exclusivity", edit: (t) => void t.groups.push({ ...group(t, 1) }) },
  {
    name: "a group without members",
    found: "exclusivity",
    edit: (t) => void t.groups.push({ ...group(t, 1), group_id: 14 }),
  },
  { name: "a group's total altered", found: "exclusivity", edit: (t) => (group(t, 9).right_total = "300.00") },
  { name: "a group's residual altered", found: "exclusivity", edit: (t) => (group(t, 9).residual = "0.00") },
  { name: "a group's kind altered", found: "exclusivity", edit: (t) => (group(t, 9).kind = "n:m") },
  {
    name: "a suggestion confirmed in groups only",
    found: "exclusivity",
    edit: (t) => (group(t, 10).status = "matched"),
  },
  { name: "a group's count altered", found: "exclusivity", edit: (t) => (group(t, 9).right_count = 3) },
  {
    name: "another group_id throughout",
    found: "exclusivity",
    edit: (t) => {
      group(t, 9).group_id = 26;
      for (const row of [...t.left, ...t.right, ...t.members]) if (row.group_id === 9) row.group_id = 26;
    },
  },
  { name: "a confidence of 7", found: "exclusivity", edit: (t) => (group(t, 9).confidence = 7) },
  { name: "a member removed", found: "exclusivity", edit: (t) => void t.members.pop() },
  { name: "a member doubled", found: "exclusivity", edit: (t) => void t.members.push({ ...t.members[0]! }) },
  {
    name: "a confirmed pair listed as members",
    found: "exclusivity",
    edit: (t) => void t.members.push({ group_id: 1, side: "left", row_id: 1 }),
  },
  { name: "members' outcomes at odds", found: "exclusivity", edit: (t) => (right(t, 2).outcome = "matched") },
  // conservation
  {
    name: "a total altered in the summary",
    found: "conservation",
    edit: (t) => (t.summary.left.totals.EUR!.matched = "1.00"),
    rederived: false,
  },
  {
    name: "a count altered in the summary",
    found: "conservation",
    edit: (t) => (t.summary.left.counts.matched = 99),
    rederived: false,
  },
  {
    name: "a control total altered",
    found: "conservation",
    edit: (t) => (t.certificate.controlTotals.left.EUR = "1.00"),
    rederived: false,
  },
  {
    name: "a control total's currency dropped",
    found: "conservation",
    edit: (t) => delete t.certificate.controlTotals.left.USD,
    rederived: false,
  },
  {
    name: "a currency invented",
    found: "conservation",
    edit: (t) => (t.certificate.controlTotals.right.GBP = "0.00"),
    rederived: false,
  },
  {
    name: "unknown amounts made up",
    found: "conservation",
    edit: (t) => (t.summary.left.amountUnknown = 5),
    rederived: false,
  },
  { name: "group counts altered", found: "conservation", edit: (t) => (t.summary.groups["1:1"] = 1), rederived: false },
  // matches
  {
    name: "partners of two pairs swapped",
    found: "matches",
    edit: (t) => {
      right(t, 1).group_id = 2;
      right(t, 2).group_id = 1;
    },
  },
  { name: "a pair fabricated from two breaks", found: "matches", edit: (t) => fabricate(t, "exact") },
  { name: "a tolerant pair fabricated", found: "matches", edit: (t) => fabricate(t, "near") },
  { name: "a similar pair fabricated", found: "matches", edit: (t) => fabricate(t, "text") },
  {
    name: "a difference hidden",
    found: "matches",
    edit: (t) => {
      for (const row of [left(t, 2), right(t, 2)]) Object.assign(row, { outcome: "matched", reason: null });
      drop(t.differences, (row) => row.group_id === 2);
      drop(t.breaks, (row) => row.group_id === 2);
    },
  },
  { name: "a difference row removed", found: "matches", edit: (t) => drop(t.differences, (row) => row.group_id === 2) },
  {
    name: "a difference row doubled",
    found: "matches",
    edit: (t) => void t.differences.push({ ...t.differences[0]! }),
  },
  { name: "a difference's value altered", found: "matches", edit: (t) => (t.differences[0]!.right_value = "249.99") },
  { name: "a difference's delta altered", found: "matches", edit: (t) => (t.differences[0]!.delta = "1.00") },
  { name: "a difference in a field that agrees", found: "matches", edit: (t) => (t.differences[0]!.field = "qty") },
  { name: "a difference of a matched group", found: "matches", edit: (t) => (t.differences[0]!.group_id = 1) },
  { name: "the reason of a differing pair altered", found: "matches", edit: (t) => (left(t, 2).reason = "booked") },
  {
    name: "a residual's reason removed",
    found: "matches",
    edit: (t) => {
      for (const row of [left(t, 9), right(t, 6), right(t, 7)]) row.reason = null;
    },
  },
  { name: "a group credited to another pass", found: "matches", edit: (t) => (group(t, 7).pass = "exact") },
  {
    name: "a member left out of a payout",
    found: "matches",
    edit: (t) => {
      leave(t, "right", 6);
      drop(t.members, (row) => row.row_id === 6 && row.group_id === 9);
      Object.assign(group(t, 9), { right_count: 1, kind: "1:1", right_total: "195.00", residual: "105.00" });
      t.members = t.members.filter((row) => row.group_id !== 9);
    },
  },
  {
    name: "a certain match made a suggestion",
    found: "matches",
    edit: (t) => suspect(t),
  },
  // completeness
  { name: "a match undone", found: "completeness", edit: (t) => ungroup(t, 1) },
  { name: "a tolerant match undone", found: "completeness", edit: (t) => ungroup(t, 7) },
  { name: "a similar match undone", found: "completeness", edit: (t) => ungroup(t, 8) },
  { name: "a payout undone", found: "completeness", edit: (t) => ungroup(t, 9) },
  { name: "a reversal undone", found: "completeness", edit: (t) => ungroup(t, 3) },
  { name: "a suggestion undone", found: "completeness", edit: (t) => ungroup(t, 10) },
  { name: "a keyed suggestion undone", found: "completeness", edit: (t) => ungroup(t, 17) },
  { name: "the costlier assignment", found: "completeness", edit: (t) => crossPairs(t) },
  { name: "the other of two interchangeable records taken", found: "completeness", edit: (t) => swapDuplicate(t) },
  {
    name: "a duplicate called unmatched",
    found: "completeness",
    edit: (t) => {
      const id = 11 - taken(t);
      left(t, id).outcome = "unmatched";
      t.breaks.find((row) => row.break_id === 4 * id)!.kind = "unmatched";
    },
  },
  {
    name: "an unmatched record called duplicate",
    found: "completeness",
    edit: (t) => {
      left(t, 14).outcome = "duplicate";
      t.breaks.find((row) => row.break_id === 56)!.kind = "duplicate";
    },
  },
  { name: "a suggestion decided by hand", found: "completeness", edit: (t) => decide(t) },
  { name: "a break removed", found: "completeness", edit: (t) => drop(t.breaks, (row) => row.break_id === 56) },
  { name: "a group's break removed", found: "completeness", edit: (t) => drop(t.breaks, (row) => row.group_id === 10) },
  { name: "a break doubled", found: "completeness", edit: (t) => void t.breaks.push({ ...t.breaks[0]! }) },
  {
    name: "a break's amount altered",
    found: "completeness",
    edit: (t) => (t.breaks.find((row) => row.break_id === 56)!.amount = "0.01"),
  },
  {
    name: "a break's currency altered",
    found: "completeness",
    edit: (t) => (t.breaks.find((row) => row.break_id === 56)!.currency = "CHF"),
  },
  {
    name: "a break's date altered",
    found: "completeness",
    edit: (t) => (t.breaks.find((row) => row.break_id === 56)!.date = "2020-01-01"),
  },
  {
    name: "a break's kind altered",
    found: "completeness",
    edit: (t) => (t.breaks.find((row) => row.break_id === 56)!.kind = "duplicate"),
  },
  {
    name: "a break_id altered",
    found: "completeness",
    edit: (t) => (t.breaks.find((row) => row.break_id === 56)!.break_id = 57),
  },
  {
    name: "a nearest record that does not exist",
    found: "completeness",
    edit: (t) => (t.breaks.find((row) => row.break_id === 56)!.nearest = 4000),
  },
  {
    name: "a record less near, everything told accordingly",
    found: "completeness",
    edit: (t) => {
      const row = t.breaks.find(({ break_id }) => break_id === 56)!;
      row.nearest = 11;
      row.failed = String(row.failed).replace("9.01", "5.01").replace("-990.98", "-994.98");
    },
  },
  {
    name: "the nearest record kept back",
    found: "completeness",
    edit: (t) =>
      Object.assign(
        t.breaks.find((row) => row.break_id === 56)!,
        { nearest: null, failed: null },
      ),
  },
  {
    name: "a failed field left out",
    found: "completeness",
    edit: (t) => {
      const row = t.breaks.find(({ break_id }) => break_id === 56)!;
      row.failed = JSON.stringify((JSON.parse(String(row.failed)) as unknown[]).slice(1));
    },
  },
  {
    name: "a failed value altered",
    found: "completeness",
    edit: (t) => {
      const row = t.breaks.find(({ break_id }) => break_id === 56)!;
      row.failed = String(row.failed).replace("iota", "jota");
    },
  },
  {
    name: "a nearest record for a group",
    found: "completeness",
    edit: (t) => (t.breaks.find((row) => row.side === null)!.nearest = 1),
  },
  // resultHash
  {
    name: "resultHash of another result",
    found: "resultHash",
    edit: (t) => {
      t.summary.resultHash = t.certificate.resultHash = "f".repeat(64);
    },
    rederived: false,
  },
];

function fabricate(tables: ResultTables, pass: string): void {
  for (const row of [left(tables, 14), right(tables, 9)])
    Object.assign(row, { outcome: "matched", group_id: 14, reason: null });
  tables.breaks = tables.breaks.filter((row) => row.break_id !== 56 && row.break_id !== 37);
  const totals = { left_total: "999.99", right_total: "-17.50", residual: "1017.49" };
  tables.groups.push({ ...group(tables, 1), group_id: 14, pass, ...totals });
}

/** 5.00 with 9.01 and 9.00 with 5.01, everything else told accordingly. */
function crossPairs(tables: ResultTables): void {
  right(tables, 11).group_id = 16;
  right(tables, 12).group_id = 15;
  Object.assign(group(tables, 15), { right_total: "9.01", residual: "-4.01" });
  Object.assign(group(tables, 16), { right_total: "5.01", residual: "3.99" });
  Object.assign(
    tables.differences.find((row) => row.group_id === 15)!,
    { right_value: "9.01", delta: "4.01" },
  );
  Object.assign(
    tables.differences.find((row) => row.group_id === 16)!,
    { right_value: "5.01", delta: "-3.99" },
  );
}

function swapDuplicate(tables: ResultTables): void {
  const [was, now] = taken(tables) === 5 ? [5, 6] : [6, 5];
  const [first, second] = [left(tables, was), left(tables, now)];
  const { outcome, reason } = first;
  Object.assign(first, { outcome: second.outcome, reason: second.reason, group_id: null });
  Object.assign(second, { outcome, reason, group_id: now });
  group(tables, was).group_id = now;
  right(tables, 3).group_id = now;
  const row = tables.breaks.find((found) => found.break_id === 4 * now)!;
  Object.assign(row, { break_id: 4 * was, row_id: was });
}

/** The pair of the near pass, told as a suggestion in every file. */
function suspect(tables: ResultTables): void {
  for (const row of [left(tables, 7), right(tables, 4)])
    Object.assign(row, { outcome: "suggested", reason: "who knows" });
  group(tables, 7).status = "suggested";
  tables.members.push({ group_id: 7, side: "left", row_id: 7 }, { group_id: 7, side: "right", row_id: 4 });
  tables.breaks.push({
    ...tables.breaks[0]!,
    break_id: 30,
    kind: "suggested",
    group_id: 7,
    amount: "75.02",
    date: "2026-10-07",
  });
}

/** Of two equally good partners one is confirmed, the other left over. */
function decide(tables: ResultTables): void {
  leave(tables, "left", 11);
  for (const row of [left(tables, 10), right(tables, 8)]) Object.assign(row, { outcome: "matched", reason: null });
  tables.members = tables.members.filter((row) => row.group_id !== 10);
  tables.breaks = tables.breaks.filter((row) => row.group_id !== 10);
  const totals = { left_total: "20.01", right_total: "20.00", residual: "0.01" };
  Object.assign(group(tables, 10), { kind: "1:1", status: "matched", left_count: 1, ...totals });
}

test("the table holds at least forty tamperings", () => expect(tamperings.length).toBeGreaterThanOrEqual(40));

test.each(tamperings)("$found finds: $name", async ({ name, found, edit, rederived, dropFile }) => {
  const tables = deriveTables(structuredClone(bankLedger()));
  edit(tables);
  if (rederived !== false) rederive(tables);
  const dir = join(root, name.replaceAll(/\W/g, "-"));
  await writeResultSet(dir, tables, dropFile ? { beforeCertificate: (path) => unlink(join(path, dropFile)) } : {});
  const report = await verifyResultSet(dir);
  expect(report.checks.find((check) => check.name === found)?.ok, JSON.stringify(report.findings, null, 1)).toBe(false);
});
