/**
 * A result set as plain tables, for tests: outcomes and groups are declared by hand, everything mechanical is derived
 * here in the slowest, plainest way. Shares nothing with the verifier.
 */
import { createHash } from "node:crypto";
import type { Plan } from "@recon/core";

export type Side = "left" | "right";
export type Row = Record<string, string | number | null>;

export interface Declared {
  plan: Plan;
  header: Record<Side, string[]>;
  /** Decimal scale by field; the other fields are texts or dates. */
  decimals: Record<string, number>;
  dates: string[];
  records: Record<Side, DeclaredRecord[]>;
  groups: DeclaredGroup[];
  sources: Record<Side, { path: string; bytes: string }>;
}

export interface DeclaredRecord {
  cells?: (string | null)[];
  canonical?: Record<string, string | null>;
  /** Without a group: unmatched when absent. */
  outcome?: "duplicate" | "excluded" | "rejected";
  reason?: string;
  rawText?: string;
  line?: number;
  /** Of a left-over record: row_id on the other side, and field → [left, right, delta]. */
  nearest?: number;
  failed?: Record<string, [string | null, string | null, string | null]>;
}

interface DeclaredGroup {
  pass: string;
  kind: string;
  status?: "suggested";
  left?: number[];
  right?: number[];
  reason?: string;
  /** field → [left, right, delta] */
  differences?: Record<string, [string | null, string | null, string | null]>;
  sumField?: string;
}

export interface ResultTables {
  declared: Declared;
  left: Row[];
  right: Row[];
  groups: Row[];
  members: Row[];
  differences: Row[];
  breaks: Row[];
  rejects: Row[];
  plan: Plan;
  summary: Facts & { elapsedMs: number; left: SideSummary; right: SideSummary; groups: Record<string, number> };
  certificate: Facts & {
    version: string;
    sources: Record<Side, { path: string; sizeBytes: number; sha256: string; records: number }[]>;
    controlTotals: Record<Side, Record<string, string>>;
  };
}

interface Facts {
  formatVersion: number;
  runId: string;
  planHash: string;
  resultHash: string;
  engine: string;
  startedAt: string;
  balanced: boolean;
}

interface SideSummary {
  rows: number;
  amountUnknown: number;
  /** By outcome. */
  counts: Record<string, number>;
  totals: Record<string, Record<string, string>>;
}

export const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");

export function contentHash(cells: (string | null)[]): string {
  return sha256(cells.map((cell) => (cell === null ? "-" : `${Buffer.byteLength(cell)}:${cell}`)).join(""));
}

export function deriveTables(declared: Declared): ResultTables {
  const tables = {
    declared,
    left: declared.records.left.map((record, index) => recordRow(record, index)),
    right: declared.records.right.map((record, index) => recordRow(record, index)),
    groups: [],
    members: [],
    differences: [],
    breaks: [],
    rejects: [],
    plan: declared.plan,
  } as unknown as ResultTables;
  declared.groups.forEach((group) => addGroup(tables, group));
  for (const side of ["left", "right"] as const) addRejectsAndBreaks(tables, side);
  rederive(tables);
  return tables;
}

function recordRow(record: DeclaredRecord, index: number): Row {
  const row: Row = {
    row_id: index + 1,
    content_hash: record.cells && record.outcome !== "rejected" ? contentHash(record.cells) : sha256(record.rawText!),
    outcome: record.outcome ?? "unmatched",
    group_id: null,
    reason: record.reason ?? (record.outcome === undefined ? "no counterpart" : null),
    ...record.canonical,
  };
  if (record.outcome !== "rejected") record.cells!.forEach((cell, at) => (row[`src.c${at + 1}`] = cell));
  return row;
}

const amountOf = (row: Row, field: string) => (row[field] == null ? null : toUnits(String(row[field])));
const toUnits = (text: string) => BigInt(text.replace(".", ""));
function fromUnits(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(3, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function addGroup(tables: ResultTables, group: DeclaredGroup): void {
  const left = (group.left ?? []).map((id) => tables.left[id - 1]!);
  const right = (group.right ?? []).map((id) => tables.right[id - 1]!);
  const id = left.length > 0 ? Math.min(...group.left!) : tables.left.length + Math.min(...group.right!);
  const status = group.status ?? "matched";
  const outcome = group.status ?? (group.differences ? "differs" : "matched");
  for (const row of [...left, ...right]) {
    row.group_id = id;
    row.outcome = outcome;
    row.reason = group.reason ?? (group.differences ? Object.keys(group.differences).join(",") : null);
  }
  const sum = (rows: Row[]) => {
    const amounts = rows.map((row) => amountOf(row, "amount")).filter((units) => units !== null);
    return amounts.length === 0 ? null : amounts.reduce((a, b) => a + b, 0n);
  };
  const totals = [sum(left), sum(right)];
  tables.groups.push({
    group_id: id,
    kind: group.kind,
    pass: group.pass,
    status,
    confidence: null,
    left_count: left.length,
    right_count: right.length,
    left_total: totals[0] == null ? null : fromUnits(totals[0]),
    right_total: totals[1] == null ? null : fromUnits(totals[1]),
    residual: totals[0] == null || totals[1] == null ? null : fromUnits(totals[0] - totals[1]),
    explanation: "declared by the test",
  });
  if (status === "suggested" || group.kind !== "1:1") {
    for (const row of left) tables.members.push({ group_id: id, side: "left", row_id: row.row_id! });
    for (const row of right) tables.members.push({ group_id: id, side: "right", row_id: row.row_id! });
  }
  for (const [field, [l, r, delta]] of Object.entries(group.differences ?? {})) {
    tables.differences.push({ group_id: id, field, left_value: l, right_value: r, delta });
  }
  if (outcome !== "matched") {
    const first = left[0] ?? right[0]!;
    tables.breaks.push(breakRow({ break_id: 4 * id + 2, kind: outcome, group_id: id }, first));
  }
}

function breakRow(head: Row, record: Row): Row {
  const { amount, currency, booked } = record;
  return {
    side: null,
    row_id: null,
    group_id: null,
    ...head,
    amount: amount ?? null,
    currency: currency ?? null,
    date: booked ?? null,
    reason: "declared by the test",
    nearest: null,
    failed: null,
  };
}

function addRejectsAndBreaks(tables: ResultTables, side: Side): void {
  tables.declared.records[side].forEach((record, index) => {
    const row = tables[side][index]!;
    if (record.outcome === "rejected") {
      const { path } = tables.declared.sources[side];
      const text = record.rawText!;
      tables.rejects.push({ side, source: path, line: record.line!, row_id: index + 1, text, reason: record.reason! });
    }
    if (row.outcome !== "unmatched" && row.outcome !== "duplicate") return;
    const breakId = 4 * (index + 1) + (side === "left" ? 0 : 1);
    const { nearest = null, failed = {} } = record;
    const list = Object.entries(failed).map(([field, [left, right, delta]]) => ({ field, left, right, delta }));
    const told = { nearest, failed: nearest === null ? null : JSON.stringify(list) };
    tables.breaks.push({
      ...breakRow({ break_id: breakId, kind: row.outcome, side, row_id: index + 1 }, row),
      ...told,
    });
  });
}

/** Summary, certificate and resultHash from the tables as they are now. */
export function rederive(tables: ResultTables): void {
  const { sources } = tables.declared;
  const facts = {
    formatVersion: 1,
    runId: "0199aa00-0000-7000-8000-000000000000",
    planHash: sha256(planText(tables)),
    resultHash: resultHashOf(tables),
    engine: "test",
    startedAt: "2026-10-31T12:00:00.000Z",
    balanced: true,
  };
  const entry = (side: Side) => ({
    path: sources[side].path,
    sizeBytes: Buffer.byteLength(sources[side].bytes),
    sha256: sha256(sources[side].bytes),
    records: tables[side].length,
  });
  const groups: Record<string, number> = { "1:1": 0, "1:n": 0, "n:1": 0, "n:m": 0, net: 0 };
  for (const group of tables.groups) if (group.status === "matched") groups[String(group.kind)]! += 1;
  tables.summary = {
    ...facts,
    elapsedMs: 12,
    left: sideSummary(tables.left),
    right: sideSummary(tables.right),
    groups,
  };
  tables.certificate = {
    ...facts,
    version: "0.1.0",
    sources: { left: [entry("left")], right: [entry("right")] },
    controlTotals: { left: controls(tables.summary.left.totals), right: controls(tables.summary.right.totals) },
  };
}

export const planText = (tables: ResultTables) => JSON.stringify(tables.plan, null, 2);
const allOutcomes = ["matched", "differs", "suggested", "unmatched", "duplicate", "excluded", "rejected"];

function sideSummary(rows: Row[]): SideSummary {
  const summary: SideSummary = { rows: rows.length, amountUnknown: 0, counts: {}, totals: {} };
  for (const outcome of allOutcomes) summary.counts[outcome] = rows.filter((row) => row.outcome === outcome).length;
  for (const row of rows) {
    const units = amountOf(row, "amount");
    if (units === null) summary.amountUnknown++;
    else {
      const code = String(row.currency ?? "XXX");
      const totals = (summary.totals[code] ??= Object.fromEntries(allOutcomes.map((outcome) => [outcome, "0.00"])));
      const outcome = String(row.outcome);
      totals[outcome] = fromUnits(toUnits(totals[outcome] ?? "0.00") + units);
    }
  }
  return summary;
}

/** summary.json: the counts stand beside the other keys of a side. */
export function summaryText({ summary }: ResultTables): string {
  const flat = ({ counts, ...side }: SideSummary) => ({ ...side, ...counts });
  return JSON.stringify({ ...summary, left: flat(summary.left), right: flat(summary.right) });
}

function controls(totals: Record<string, Record<string, string>>): Record<string, string> {
  const sum = (amounts: string[]) => fromUnits(amounts.map(toUnits).reduce((a, b) => a + b, 0n));
  return Object.fromEntries(Object.entries(totals).map(([code, amounts]) => [code, sum(Object.values(amounts))]));
}

function resultHashOf(tables: ResultTables): string {
  const modulus = 1n << 256n;
  const add = (map: Map<string, [unknown[], number, bigint]>, key: unknown[], hash: string) => {
    const name = JSON.stringify(key);
    const [, count, sum] = map.get(name) ?? [key, 0, 0n];
    map.set(name, [key, count + 1, (sum + BigInt(`0x${hash}`)) % modulus]);
  };
  const passOf = new Map(tables.groups.map((group) => [group.group_id, group.pass]));
  const records = new Map<string, [unknown[], number, bigint]>();
  const groups = new Map<string, [unknown[], number, bigint]>();
  for (const side of ["left", "right"] as const) {
    for (const row of tables[side]) {
      add(records, [side, row.outcome, passOf.get(row.group_id!) ?? ""], String(row.content_hash));
    }
  }
  for (const group of tables.groups) {
    const left = tables.left.filter((row) => row.group_id === group.group_id);
    const right = tables.right.filter((row) => row.group_id === group.group_id);
    const same = left.length === 1 && right.length === 1 && left[0]!.content_hash === right[0]!.content_hash;
    const texts = [
      ...left.map((row) => `left:${row.content_hash}`),
      ...right.map((row) => `right:${row.content_hash}`),
    ];
    const hash = same ? String(left[0]!.content_hash) : sha256(texts.sort().join("\n"));
    add(groups, [group.kind, group.pass, group.status], hash);
  }
  const rows = (map: Map<string, [unknown[], number, bigint]>) =>
    [...map.values()]
      .map(([key, count, sum]) => JSON.stringify([...key, count, sum.toString(16).padStart(64, "0")]))
      .sort()
      .join(",");
  return sha256(`{"groups":[${rows(groups)}],"records":[${rows(records)}]}`);
}
