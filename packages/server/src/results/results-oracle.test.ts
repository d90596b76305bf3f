/** Lists, facets and exports held against plain loops over the files' rows: in place and with an index, with and without a review over them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Filter } from "@recon/api";
import { reconcile } from "@recon/duckdb";
import type { Facet } from "./lists/read-facets.ts";
import type { ResultPage } from "./lists/read-page.ts";
import { buildIndex } from "./reader/build-index.ts";
import type { ReviewDelta } from "./reader/messages.ts";
import { Reader } from "./reader/reader.ts";
import {
  arbitraryFilter,
  arbitrarySort,
  chooseRows,
  facetOf,
  others,
  readRows,
  reviewed,
  sortRows,
  sumsOf,
  type OracleRow,
} from "./results-oracle.test-support.ts";

const seed = Number(process.env["RECON_RESULTS_SEED"] ?? 20_261_125);
const numRuns = Number(process.env["RECON_RESULTS_CASES"] ?? 60);

/** Awkward values, each of which stands several times. */
const parties = [
  "Acme",
  "acme ",
  "Böhm & Söhne",
  'O"Neil',
  "It's, fine",
  "100%",
  "a_b",
  "",
  "日本",
  "=1+1",
  "x".repeat(300),
  `${"x".repeat(300)}y`,
];
const amounts = ["0.00", "-0.01", "1.00", "9.99", "10.00", "-10.00", "1234567.89", "99999999999.99", ""];
const dates = ["2026-01-01", "2025-12-31", "2026-02-28", "2024-02-29", ""];

function makeCsv(shift: number): string {
  const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = Array.from({ length: 70 }, (_, i) => {
    const at = (list: readonly string[], step: number): string => list[(i * step + shift) % list.length]!;
    return [
      `K${(i * 7 + shift) % 60}`,
      at(parties, 5),
      at(amounts, 4),
      i % 9 === 0 ? "" : i % 3 === 0 ? "USD" : "EUR",
      at(dates, 3),
    ]
      .map(cell)
      .join(",");
  });
  return `id,party,amount,currency,booked\n${rows.join("\n")}\n`;
}

const plan = {
  version: 1,
  name: "oracle",
  left: { files: ["left.csv"] },
  right: { files: ["right.csv"] },
  fields: {
    id: { type: "text" },
    party: { type: "text" },
    amount: { type: "money" },
    currency: { type: "currency" },
    booked: { type: "date" },
  },
  roles: { amount: "amount", currency: "currency", date: "booked" },
  passes: [{ name: "key", kind: "keyed", on: ["id"] }],
} as never;

describe("results against the oracle", () => {
  const root = mkdtempSync(join(tmpdir(), "recon-oracle-"));
  const dir = join(root, "results", "set");
  const readers: Record<string, Reader> = {};
  let rows: OracleRow[] = [];
  let delta: ReviewDelta;

  beforeAll(async () => {
    for (const name of ["results", "indexes", "sources"]) mkdirSync(join(root, name));
    writeFileSync(join(root, "sources", "left.csv"), makeCsv(0));
    writeFileSync(join(root, "sources", "right.csv"), makeCsv(3));
    const work = { memoryBytes: 2 ** 28, workDir: join(root, "work") };
    await reconcile({ plan, baseDir: join(root, "sources"), outDir: dir, ...work }, { onStage: () => undefined });
    await buildIndex({ setId: "set", dir, target: join(root, "indexes", "set"), threads: 1, ...work });
    const options = { memoryBytes: 2 ** 28, threads: 2, readable: [root] };
    readers["in place"] = new Reader({ ...options, indexRoot: null });
    readers["in memory"] = new Reader({ ...options, indexRoot: null, keepsSmall: true });
    readers["indexed"] = new Reader({ ...options, indexRoot: join(root, "indexes") });
    rows = await readRows(dir);
    delta = reviewed(rows);
  });
  afterAll(async () => {
    for (const reader of Object.values(readers)) await reader.close();
    rmSync(root, { recursive: true, force: true });
  });

  const set = { id: "set", dir, reviewSeq: 0 };

  async function everyPage(
    reader: Reader,
    query: { filter?: Filter | undefined; search?: string | undefined; sort?: string | undefined },
    limit: number,
  ) {
    const keys: string[] = [];
    let total = -1;
    let cursor: string | undefined;
    do {
      const page: ResultPage = await reader.request({
        kind: "page",
        set,
        query: { list: "rows", ...query },
        limit,
        cursor,
      });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      if (total >= 0) expect(page.total).toBe(total);
      total = page.total;
      keys.push(...page.items.map(({ side, rowId }) => `${String(side)}:${String(rowId)}`));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return { keys, total };
  }

  const query = fc.record({
    filter: fc.option(arbitraryFilter, { nil: undefined }),
    search: fc.option(
      fc.constantFrom("acme", "ACME", "söhne", "10", "%", "_", '"', "k1 acme", "'", "日", "99.9", "2026-0", "zzz"),
      { nil: undefined, freq: 2 },
    ),
    sort: fc.option(arbitrarySort, { nil: undefined }),
  });

  const lawful = async (current: () => OracleRow[], runs: number): Promise<void> => {
    await fc.assert(
      fc.asyncProperty(
        query,
        fc.integer({ min: 1, max: 90 }),
        fc.constantFrom("in place", "in memory", "indexed"),
        async (asked, limit, how) => {
          const expected = sortRows(chooseRows(current(), asked), asked.sort).map(
            ({ side, rowId }) => `${side}:${rowId}`,
          );
          const { keys, total } = await everyPage(
            readers[how]!,
            asked,
            Math.max(limit, Math.ceil(expected.length / 6)),
          );
          expect(total).toBe(expected.length);
          expect(keys).toEqual(expected);
        },
      ),
      { seed, numRuns: runs, endOnFailure: true },
    );
  };

  it("lists every chosen record once, in order, with the right total", { timeout: 300_000 }, () =>
    lawful(() => rows, numRuns),
  );

  it("counts as the loops count", { timeout: 300_000 }, async () => {
    const columns = ["outcome", "side", "pass", "currency", "values.party", "values.amount", "values.booked"] as const;
    await fc.assert(
      fc.asyncProperty(
        query,
        fc.constantFrom(...columns),
        fc.constantFrom("in place", "in memory", "indexed"),
        async ({ filter, search }, column, how) => {
          const [facet] = await readers[how]!.request<Facet[]>({
            kind: "facets",
            set,
            query: { list: "rows", filter, search },
            columns: [column],
            limit: 200,
            sums: true,
          });
          const expected = facetOf(rows, { filter, search, column });
          const total = facet!.items.reduce((sum, { count }) => sum + count, facet!.others);
          expect(total).toBe([...expected.values()].reduce((sum, count) => sum + count, 0));
          if (facet!.kind === "values")
            expect(new Map(facet!.items.map(({ value, count }) => [value, count]))).toEqual(expected);
          // What a facet offers as a filter chooses as many as it counted.
          const rest = chooseRows(rows, { filter: others(filter, column), search });
          for (const item of facet!.items) {
            if (item.filter === null) continue;
            const own = chooseRows(rest, { filter: item.filter });
            expect(own.length).toBe(item.count);
            expect(item.sums).toEqual(sumsOf(own));
          }
        },
      ),
      { seed, numRuns, endOnFailure: true },
    );
  });

  it("does so over a review, too", { timeout: 300_000 }, async () => {
    for (const reader of Object.values(readers)) await reader.request({ kind: "review", set, delta });
    const byKey = new Map(delta.records.map((record) => [`${record.side}:${record.rowId}`, record]));
    const now = rows.map((row): OracleRow => {
      const changed = byKey.get(`${row.side}:${row.rowId}`);
      if (changed === undefined) return row;
      const stays = changed.groupId === row.groupId;
      const made = delta.groups.find(({ groupId }) => groupId === changed.groupId)?.made;
      return {
        ...row,
        outcome: changed.outcome,
        groupId: changed.groupId,
        pass: stays ? row.pass : null,
        kind: stays ? row.kind : (made?.kind ?? null),
      };
    });
    await lawful(() => now, Math.ceil(numRuns / 2));
  });
});
