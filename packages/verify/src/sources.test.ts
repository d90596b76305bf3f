/** A result set that agrees with itself, but not with the files it was made from. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bankLedger } from "./testing/bank-ledger.ts";
import { contentHash, deriveTables, rederive, sha256, type ResultTables } from "./testing/result-set.ts";
import { writeResultSet } from "./testing/write-result-set.ts";
import { verifyResultSet } from "./index.ts";

let root: string;
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), "recon-sources-"))));
afterAll(async () => rm(root, { recursive: true, force: true }));

interface Fixture {
  edit?: (tables: ResultTables) => void;
  editSource?: (text: string) => string;
  rederived?: boolean;
}

async function verifyWithSources(name: string, { edit, editSource, rederived }: Fixture = {}) {
  const declared = bankLedger();
  const tables = deriveTables(structuredClone(declared));
  edit?.(tables);
  if (rederived) rederive(tables);
  const dir = join(root, name);
  await writeResultSet(join(dir, "result"), tables);
  const [left, right] = [join(dir, "bank.csv"), join(dir, "ledger.csv")];
  await mkdir(dir, { recursive: true });
  await writeFile(left, editSource ? editSource(declared.sources.left.bytes) : declared.sources.left.bytes);
  await writeFile(right, declared.sources.right.bytes);
  const report = await verifyResultSet(join(dir, "result"), { left: [left], right: [right] });
  const failing = report.checks.filter((check) => !check.ok).map((check) => check.name);
  return { report, failing, messages: report.findings.map((finding) => finding.message).join("\n") };
}

test("the sources of the run agree", async () => {
  const { report } = await verifyWithSources("valid");
  expect(report.findings).toEqual([]);
  expect(report.checks.at(-1)?.detail).toContain("left: 1 files, 19 records");
});

test("another file is found by its hash and its first other record", async () => {
  const editSource = (text: string) => text.replace("999,99", "999,98");
  const { failing, messages } = await verifyWithSources("other-file", { editSource });
  expect(failing).toEqual(["sources"]);
  expect(messages).toContain("sha256 differs");
  expect(messages).toContain("cells are not those of the source");
});

test("a record altered everywhere in the result set", async () => {
  const edit = (tables: ResultTables) => {
    const row = tables.left[13]!;
    row["src.c2"] = "999,98";
    row.amount = "999.98";
    row.content_hash = contentHash([1, 2, 3, 4, 5, 6, 7, 8].map((n) => (row[`src.c${n}`] as string | null) ?? null));
    const told = tables.breaks.find((found) => found.break_id === 56)!;
    told.amount = "999.98";
    told.failed = String(told.failed).replace("999.99", "999.98").replace("-990.98", "-990.97");
  };
  const { failing } = await verifyWithSources("altered", { edit, rederived: true });
  expect(failing).toEqual(["sources"]);
});

test("the last record dropped everywhere", async () => {
  const edit = (tables: ResultTables) => {
    tables.left.pop();
    tables.breaks = tables.breaks.filter((row) => row.break_id !== 76);
  };
  const { failing, messages } = await verifyWithSources("dropped", { edit, rederived: true });
  expect(failing).toContain("sources");
  expect(messages).toContain("the files hold 19 records, the result set 18");
});

test("a good record rejected", async () => {
  const rawText = "D19;12,00;USD;14.10.2026;Ny;;OK;";
  const edit = (tables: ResultTables) => {
    const row = tables.left[18]!;
    for (const name of Object.keys(row)) if (name.startsWith("src.")) delete row[name];
    for (const field of ["ref", "amount", "currency", "booked", "party", "batch", "status", "qty"]) row[field] = null;
    Object.assign(row, { outcome: "rejected", reason: "amount is odd", content_hash: sha256(rawText) });
    tables.breaks = tables.breaks.filter((found) => found.break_id !== 76);
    const head = { side: "left", source: "bank.csv", line: 20, row_id: 19 };
    tables.rejects.push({ ...head, text: rawText, reason: "amount is odd" });
  };
  const { failing, messages } = await verifyWithSources("rejected", { edit, rederived: true });
  expect(failing).toEqual(["sources"]);
  expect(messages).toContain("rejected, though every field converts");
  expect(messages).toContain("amounts are unknown");
});

test("a reject on another line, of another source, for another field", async () => {
  for (const change of [{ line: 15 }, { source: "other.csv" }, { reason: "booked is no date" }]) {
    const edit = (tables: ResultTables) => {
      Object.assign(tables.rejects[0]!, change);
      if ("reason" in change) tables.left[12]!.reason = change.reason;
    };
    expect((await verifyWithSources(`reject-${Object.keys(change)[0]}`, { edit })).failing).toEqual(["sources"]);
  }
});

test("hidden unknown amounts", async () => {
  const edit = (tables: ResultTables) => (tables.summary.left.amountUnknown = 0);
  expect((await verifyWithSources("unknown", { edit })).failing).toEqual(["sources"]);
});

test("a missing source is a finding", async () => {
  const dir = join(root, "valid", "result");
  const report = await verifyResultSet(dir, { left: [join(root, "nowhere.csv")] });
  expect(report.checks.filter((check) => !check.ok).map((check) => check.name)).toEqual(["sources"]);
});
