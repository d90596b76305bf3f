import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reconcile } from "@recon/duckdb";
import type { ListQuery } from "../reader/messages.ts";
import { Reader } from "../reader/reader.ts";
import type { ResultPage } from "./read-page.ts";

const ROWS = 3_100;
const plan = {
  version: 1,
  name: "landmarks",
  left: { files: ["left.csv"] },
  right: { files: ["right.csv"] },
  fields: { id: { type: "text" }, party: { type: "text" }, amount: { type: "money" } },
  roles: { amount: "amount" },
  passes: [{ name: "key", kind: "keyed", on: ["id"] }],
} as never;

describe("a page at an offset", () => {
  const root = mkdtempSync(join(tmpdir(), "recon-landmarks-"));
  const dir = join(root, "set");
  const set = { id: "set", dir, reviewSeq: 0 };
  const work = { memoryBytes: 2 ** 28, workDir: join(root, "work") };
  let reader: Reader;

  beforeAll(async () => {
    // Few different amounts, some of them missing: many items share a sort value, and a landmark falls among them.
    const row = (i: number): string => `K${i},party ${i % 5},${i % 7 === 0 ? "" : `${(i * 13) % 40}.50`}`;
    mkdirSync(join(root, "sources"));
    writeFileSync(
      join(root, "sources", "left.csv"),
      `id,party,amount\n${Array.from({ length: ROWS }, (_, i) => row(i)).join("\n")}\n`,
    );
    writeFileSync(join(root, "sources", "right.csv"), "id,party,amount\nother,party 9,1.00\n");
    await reconcile({ plan, baseDir: join(root, "sources"), outDir: dir, ...work }, { onStage: () => undefined });
    reader = new Reader({ memoryBytes: 2 ** 28, threads: 2, readable: [root], indexRoot: null });
  });
  afterAll(async () => {
    await reader.close();
    rmSync(root, { recursive: true, force: true });
  });

  const page = (query: ListQuery, at: { cursor?: string | undefined; offset?: number }): Promise<ResultPage> =>
    reader.request({ kind: "page", set, query, limit: 90, ...at });
  const idsOf = ({ items }: ResultPage): unknown[] =>
    items.map((item) => item["breakId"] ?? `${item["side"]} ${item["rowId"]}`);

  it.each<ListQuery>([
    { list: "breaks" },
    { list: "breaks", sort: "-amount" },
    { list: "breaks", sort: "amount,-values.party" },
    { list: "breaks", sort: "-amount", search: "party 3" },
    { list: "breaks", sort: "amount", filter: { not: { column: "values.party", in: ["party 4"] } } },
    { list: "rows" },
    { list: "rows", sort: "-amount" },
  ])("is the one that cursors lead to: %j", { timeout: 120_000 }, async (query) => {
    const all: unknown[] = [];
    let cursor: string | undefined;
    do {
      const next = await page(query, { cursor });
      all.push(...idsOf(next));
      cursor = next.nextCursor ?? undefined;
    } while (cursor !== undefined);
    for (const offset of [0, 1, 999, 1000, 1001, 1990, 2000, 2047, 3000, all.length - 1, all.length, 99_999]) {
      const found = await page(query, { offset });
      expect(idsOf(found)).toEqual(all.slice(Math.max(0, offset), offset + 90));
      expect(found.total).toBe(all.length);
    }
  });

  it("goes on by a cursor, and takes no cursor beside an offset", async () => {
    const query: ListQuery = { list: "breaks", sort: "-amount" };
    const first = await page(query, { offset: 2_000 });
    const next = await page(query, { cursor: first.nextCursor! });
    expect(idsOf(next)).toEqual(idsOf(await page(query, { offset: 2_090 })));
    await expect(page(query, { cursor: first.nextCursor!, offset: 5 })).rejects.toThrow(/offset/);
  });
});
