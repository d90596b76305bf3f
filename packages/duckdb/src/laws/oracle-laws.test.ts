import { checkPlan, Plan } from "@recon/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assign } from "./assignment.ts";
import { exchangePlan, exchangeResult } from "./exchange.ts";
import { arbitraryCase, describeCase, type LawCase } from "./generate.ts";
import { loadSource } from "./load.ts";
import type { OracleRecord, OracleResult, OracleSource } from "./oracle-types.ts";
import { reconcile } from "./oracle.ts";
import { resultHash } from "./result-hash.ts";
import { similarity } from "./similarity.ts";
import { ONE, decimalUnits, exactUnits, identityOf } from "./values.ts";

const numRuns = Number(process.env["LAW_RUNS"] ?? 2_000);

/** Checks a law on generated cases; a failure prints the minimal reproducer. */
function law(name: string, check: (lawCase: LawCase, result: OracleResult, seed: number) => void): void {
  it(name, () => {
    const property = fc.property(arbitraryCase, fc.nat(), (lawCase, seed) => {
      check(lawCase, reconcile(lawCase.plan, lawCase.left, lawCase.right), seed);
    });
    const report = fc.check(property, { numRuns, seed: 20261002 });
    if (!report.failed) return;
    const [lawCase] = report.counterexample!;
    throw new Error(`${describeCase(lawCase)}\n${String(report.errorInstance)}`, { cause: report.errorInstance });
  });
}

/** Records of both sides by side and row_id. */
function bothSides(result: OracleResult) {
  return [...result.left, ...result.right];
}

describe("laws of the oracle", () => {
  law("generated plans are sound", ({ plan }) => {
    expect(Plan.parse(plan)).toEqual(plan);
    expect(checkPlan(plan)).toEqual([]);
  });

  law("1 exclusive: a record is in at most one group, and says so", (_, result) => {
    const members = result.groups.flatMap((group) => [
      ...group.left.map((id) => [`left ${id}`, group] as const),
      ...group.right.map((id) => [`right ${id}`, group] as const),
    ]);
    expect(new Set(members.map(([name]) => name)).size).toBe(members.length);
    expect(new Set(result.groups.map(({ id }) => id)).size).toBe(result.groups.length);
    const groupOf = new Map(members);
    for (const record of bothSides(result)) {
      const group = groupOf.get(`${record.side} ${record.rowId}`);
      expect([record.groupId, record.pass]).toEqual([group?.id ?? null, group?.pass ?? ""]);
      const inGroup = ["matched", "differs", "suggested"].includes(record.outcome);
      expect(inGroup).toBe(group !== undefined);
      if (group !== undefined) expect(record.outcome === "suggested").toBe(group.status === "suggested");
    }
  });

  law("2 conserving: every record has one outcome, totals add up", ({ plan, left, right }, result) => {
    for (const [side, source] of Object.entries({ left, right })) {
      const summary = result.summary[side as "left"];
      expect(result[side as "left"].map(({ rowId }) => rowId)).toEqual(source.rows.map((_, i) => i + 1));
      expect(Object.values(summary.counts).reduce((a, b) => a + b, 0)).toBe(source.rows.length);
      const amounts = loadSource(plan, side as "left", source).map((r) => amountOf(plan, r));
      const total = amounts.reduce<bigint>((sum, units) => sum + (units ?? 0n), 0n);
      const reported = Object.values(summary.totals).flatMap((byOutcome) => Object.values(byOutcome));
      expect(reported.reduce((sum, text) => sum + signedUnits(text), 0n)).toBe(total);
      if (plan.roles?.amount !== undefined)
        expect(summary.amountUnknown).toBe(amounts.filter((a) => a === null).length);
    }
  });

  law("3 deterministic: shuffled rows give the same result hash", ({ plan, left, right }, result, seed) => {
    const again = reconcile(plan, shuffled(left, seed), shuffled(right, seed + 1));
    expect(again.resultHash).toBe(result.resultHash);
    expect(again.summary).toEqual(result.summary);
  });

  law("exchanged sides give the exchanged result", ({ plan, left, right }, result) => {
    expect(reconcile(exchangePlan(plan), right, left)).toEqual(exchangeResult(result));
    expect(exchangeResult(exchangeResult(result))).toEqual(result);
  });

  law("a changed cell changes the result hash", ({ plan, left, right }, result, seed) => {
    if (left.rows.length === 0) return;
    const row = seed % left.rows.length;
    const column = seed % left.header.length;
    const rows = left.rows.map((cells, i) =>
      cells.map((cell, j) => (i === row && j === column ? `${cell ?? ""}!` : cell)),
    );
    expect(reconcile(plan, { ...left, rows }, right).resultHash).not.toBe(result.resultHash);
  });

  law("a changed outcome, pass, kind or status changes the result hash", (_, result, seed) => {
    const records = bothSides(result);
    const hash = resultHash(records, result.groups);
    expect(hash).toBe(result.resultHash);
    const changeAt = <T>(items: readonly T[], change: Partial<T>): T[] =>
      items.map((item, i) => (i === seed % items.length ? { ...item, ...change } : item));
    if (records.length > 0) {
      const outcome = records[seed % records.length]!.outcome === "matched" ? "unmatched" : "matched";
      expect(resultHash(changeAt(records, { outcome }), result.groups)).not.toBe(hash);
      expect(resultHash(changeAt(records, { pass: "other" }), result.groups)).not.toBe(hash);
    }
    if (result.groups.length > 0) {
      const { status, kind } = result.groups[seed % result.groups.length]!;
      const otherStatus = status === "matched" ? "suggested" : "matched";
      expect(resultHash(records, changeAt(result.groups, { status: otherStatus }))).not.toBe(hash);
      expect(resultHash(records, changeAt(result.groups, { kind: kind === "net" ? "1:1" : "net" }))).not.toBe(hash);
    }
  });

  law("5 equal records pair with equal records, as many as the smaller side has", ({ plan, left, right }, result) => {
    const [pass] = plan.passes;
    if (pass?.kind !== "keyed" || pass.suggest === true) return;
    const compared = plan.compare?.map(({ field }) => field) ?? Object.keys(plan.fields);
    const open = (side: "left" | "right", source: OracleSource) =>
      loadSource(plan, side, source).filter(
        (r) => r.rejectedField === null && r.exclusion === null && hasKey(r, pass.on),
      );
    const counts = (records: OracleRecord[]) =>
      countBy(records, (r) => identityOf(r.values, [...pass.on, ...compared]));
    const [l, r] = [counts(open("left", left)), counts(open("right", right))];
    const matches = result.left.filter((record) => record.pass === pass.name && record.outcome === "matched").length;
    const least = [...l].reduce((sum, [key, n]) => sum + Math.min(n, r.get(key) ?? 0), 0);
    expect(matches).toBeGreaterThanOrEqual(least);
    const keysOf = (records: OracleRecord[]) => new Set(records.map((record) => identityOf(record.values, pass.on)));
    const rightKeys = keysOf(open("right", right));
    if (plan.passes.length > 1) return;
    for (const record of open("left", left)) {
      const alone = !rightKeys.has(identityOf(record.values, pass.on));
      expect(result.left[record.rowId - 1]!.outcome === "unmatched").toBe(alone);
    }
  });
});

function amountOf(plan: Plan, record: OracleRecord): bigint | null {
  const field = plan.roles?.amount;
  return field === undefined ? null : decimalUnits(record.values.get(field) ?? null);
}

function signedUnits(text: string): bigint {
  return text.startsWith("-") ? -exactUnits(text.slice(1), 18) : exactUnits(text, 18);
}

function hasKey(record: OracleRecord, on: readonly string[]): boolean {
  return on.every((field) => (record.values.get(field) ?? null) !== null);
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

/** A permutation that the seed decides. */
function shuffled(source: OracleSource, seed: number): OracleSource {
  const order = source.rows.map((row, i) => [(seed * (i + 7) * 2654435761) % 4294967291, row] as const);
  return { ...source, rows: order.sort(([a], [b]) => a - b).map(([, row]) => row) };
}

describe("assignment", () => {
  const cost = fc.option(fc.bigInt({ min: 0n, max: 3n }), { nil: null });
  const sizes = fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 3 });

  it("confirms, class by class, what every optimal assignment of single records has", () => {
    fc.assert(
      fc.property(sizes, sizes, fc.array(cost, { minLength: 9, maxLength: 9 }), (l, r, costs) => {
        const [left, right] = [classes("left", l), classes("right", r)];
        const costOf = (a: OracleRecord, b: OracleRecord) => costs[classIndex(a) * 3 + classIndex(b)] ?? null;
        const result = assign(left, right, (a, b) => {
          const found = costOf(a, b);
          return found === null ? null : [found];
        });
        const names = result.confirmed.map(([a, b]) => `${classIndex(a)}-${classIndex(b)}`);
        expect(countBy(names, (name) => name)).toEqual(fewestPairs(left.flat(), right.flat(), costOf));
      }),
      { numRuns, seed: 1 },
    );
  });

  function classes(side: "left" | "right", counts: readonly number[]): OracleRecord[][] {
    return counts.map((n, index) =>
      Array.from({ length: n }, (_, i) => ({
        side,
        rowId: index * 10 + i,
        contentHash: `${index}${i}`,
        values: new Map(),
        rejectedField: null,
        exclusion: null,
      })),
    );
  }

  function classIndex(record: OracleRecord): number {
    return Math.floor(record.rowId / 10);
  }

  /** The definition again, record by record: the fewest pairs of each class pair over all optimal assignments. */
  function fewestPairs(
    left: readonly OracleRecord[],
    right: readonly OracleRecord[],
    costOf: (a: OracleRecord, b: OracleRecord) => bigint | null,
  ): Map<string, number> {
    const all: { names: string[]; cost: bigint }[] = [];
    const visit = (i: number, free: readonly OracleRecord[], names: string[], cost: bigint): void => {
      const l = left[i];
      if (l === undefined) return void all.push({ names, cost });
      visit(i + 1, free, names, cost);
      for (const r of free) {
        const pairCost = costOf(l, r);
        if (pairCost === null) continue;
        const name = `${classIndex(l)}-${classIndex(r)}`;
        visit(
          i + 1,
          free.filter((other) => other !== r),
          [...names, name],
          cost + pairCost,
        );
      }
    };
    visit(0, right, [], 0n);
    // Components are independent, so the best of the whole is the best of each.
    const size = Math.max(...all.map(({ names }) => names.length));
    const largest = all.filter(({ names }) => names.length === size);
    const least = largest.reduce((min, a) => (a.cost < min ? a.cost : min), largest[0]!.cost);
    const counts = largest.filter((a) => a.cost === least).map(({ names }) => countBy(names, (name) => name));
    const certain = [...counts[0]!.keys()].map(
      (name) => [name, Math.min(...counts.map((c) => c.get(name) ?? 0))] as const,
    );
    return new Map(certain.filter(([, n]) => n > 0));
  }
});

describe("similarity", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c", " ", "É", "ß"), maxLength: 9 });

  it("is symmetric, 1 for equal texts and between 0 and 1", () => {
    const measure = fc.constantFrom("jaroWinkler", "levenshtein", "tokenSet", "tfidf");
    fc.assert(
      fc.property(measure, text, text, (m, a, b) => {
        const corpus = [a, b, "abc"];
        const found = similarity(m, a, b, corpus);
        expect(found).toBe(similarity(m, b, a, corpus));
        expect(found >= 0n && found * 10n ** 12n <= ONE).toBe(true);
        if (a.trim() !== "") expect(similarity(m, a, a, corpus)).toBe(1_000_000n);
      }),
      { numRuns, seed: 2 },
    );
  });
});
