import { cp, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plan } from "@recon/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reconcile } from "../run/reconcile.ts";
import { openResultSet } from "./open-result-set.ts";
import type { ResultSet } from "./result-set.ts";

const plan: Plan = {
  version: 1,
  name: "small",
  left: { files: ["left.csv"] },
  right: { files: ["right.csv"] },
  fields: {
    id: { type: "text" },
    "the party": { type: "text", left: "Party", right: "Party" },
    amount: { type: "money" },
    booked: { type: "date" },
  },
  roles: { amount: "amount", date: "booked" },
  passes: [
    {
      name: "batches",
      kind: "grouped",
      shape: "1:n",
      on: ["the party"],
      sum: { field: "amount", within: { absolute: "0" } },
    },
    { name: "key", kind: "keyed", on: ["id"] },
  ],
};

const left = `id,Party,amount,booked
1,a,10.00,2026-01-01
2,b,20.10,2026-01-02
3,,-0.30,2026-01-03
4,c,1234567890123456.78,2026-01-04
5,,nine,2026-01-05
7,,5.00,2026-01-07
7,,6.00,2026-01-07
8,d,30.00,2020-01-08
`;
const right = `id,Party,amount,booked
1,,10.00,2026-01-01
2,,20.20,2026-01-03
6,,-0.30,2026-01-03
7,,5.50,2026-01-07
8a,d,10.00,2020-01-08
8b,d,20.00,2020-01-08
`;

let folder: string;
let set: ResultSet;
const dir = (): string => join(folder, "small.result");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "recon-read-[test]*-"));
  await writeFile(join(folder, "left.csv"), left);
  await writeFile(join(folder, "right.csv"), right);
  const request = { plan, baseDir: folder, outDir: dir(), memoryBytes: 2 ** 28, workDir: join(folder, "work") };
  await reconcile(request, { onStage: () => undefined });
  set = await openResultSet(dir());
});

afterAll(async () => {
  await set?.close();
  await rm(folder, { recursive: true, force: true });
});

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const row of rows) gathered.push(row);
  return gathered;
}

describe("openResultSet", () => {
  it("tells documents, fields and original headers", () => {
    expect(set.plan.name).toBe("small");
    expect(set.summary.balanced).toBe(true);
    expect(set.certificateHash).toMatch(/^[0-9a-f]{64}$/);
    expect(set.fields.map(({ name, type, scale }) => [name, type, scale])).toEqual([
      ["id", "text", null],
      ["the party", "text", null],
      ["amount", "money", 2],
      ["booked", "date", null],
    ]);
    expect(set.header("left")).toEqual(["id", "Party", "amount", "booked"]);
  });

  it("gives a record with exact values, original cells and its outcome", async () => {
    const record = await set.record("left", 4);
    expect(record).toMatchObject({ outcome: "unmatched", groupId: null });
    expect(record?.values).toEqual({ id: "4", "the party": "c", amount: "1234567890123456.78", booked: "2026-01-04" });
    expect(record?.src).toEqual({ id: "4", Party: "c", amount: "1234567890123456.78", booked: "2026-01-04" });
    expect(await set.record("left", 99)).toBeUndefined();
    expect(await set.record("left", Number.NaN)).toBeUndefined();
  });

  it("gives a rejected record without values, and its raw text", async () => {
    expect(await set.record("left", 5)).toMatchObject({ outcome: "rejected", src: null, values: { amount: null } });
    expect(await set.reject("left", 5)).toMatchObject({ line: 6, text: "5,,nine,2026-01-05" });
    expect((await all(set.rejects())).map(({ side, rowId }) => [side, rowId])).toEqual([["left", 5]]);
  });

  it("gives groups with members and differences", async () => {
    const pair = await set.group(2);
    expect(pair).toMatchObject({
      kind: "1:1",
      pass: "key",
      status: "matched",
      leftTotal: "20.10",
      rightTotal: "20.20",
    });
    expect(pair?.members.map(({ side, rowId }) => [side, rowId])).toEqual([["left", 2], ["right", 2]]); // prettier-ignore
    expect(pair?.differences).toContainEqual({ field: "amount", left: "20.10", right: "20.20", delta: "0.10" });
    expect(pair?.differences).toContainEqual({ field: "booked", left: "2026-01-02", right: "2026-01-03", delta: "1" });
    expect(await set.group(8)).toMatchObject({ kind: "1:n", leftCount: 1, rightCount: 2, residual: "0.00" });
    expect(await set.group(3)).toBeUndefined();
  });

  it("gives breaks in order, page by page, with what failed", async () => {
    const breaks = await all(set.breaks());
    const ids = breaks.map(({ breakId }) => breakId);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(breaks.find(({ breakId }) => breakId === 10)).toMatchObject({
      kind: "differs",
      groupId: 2,
      amount: "20.10",
    });
    expect(breaks.find(({ breakId }) => breakId === 10)?.failed.map(({ field }) => field)).toContain("amount");
    const paged = [];
    for (let after = 0; ;) {
      const page = await all(set.breaks({ limit: 2, after }));
      if (page.length === 0) break;
      paged.push(...page);
      after = page.at(-1)!.breakId;
    }
    expect(paged).toEqual(breaks);
    expect(await all(set.breaks({ kind: "unmatched", reason: "NOTHING" }))).toEqual(
      breaks.filter(({ kind, reason }) => kind === "unmatched" && reason?.includes("nothing")),
    );
  });

  it("finds the nearest record of a break, on the other side", async () => {
    const near = (await all(set.detailedBreaks())).find(({ side, rowId }) => side === "left" && rowId === 3)!;
    const nearest = await set.nearest(near);
    expect(nearest).toMatchObject({ side: "right", rowId: near.nearest });
    expect(near.right?.values).toEqual(Object.values(nearest!.values));
    expect(near.left?.values[2]).toBe("-0.30");
  });

  it("shows both sides of groups, and counts their members", async () => {
    const breaks = await all(set.detailedBreaks());
    const differs = breaks.find(({ groupId, kind }) => kind === "differs" && groupId === 2)!;
    expect([differs.left?.rowId, differs.right?.rowId]).toEqual([2, 2]);
    const suggested = breaks.find(({ kind }) => kind === "suggested");
    expect([suggested?.left, suggested?.right]).toMatchObject([{ rowId: 6, count: 2 }, { rowId: 4, count: 1 }]); // prettier-ignore
  });

  it("lists matches, members and differences", async () => {
    expect((await all(set.matches())).map(({ leftRowId, rightRowId, outcome }) => [leftRowId, rightRowId, outcome])).toEqual([[1, 1, "differs"], [2, 2, "differs"]]); // prettier-ignore
    const members = await all(set.members({ status: "matched" }));
    expect(members.map(({ side, rowId, values }) => [side, rowId, values[2]])).toEqual([["left", 8, "30.00"], ["right", 5, "10.00"], ["right", 6, "20.00"]]); // prettier-ignore
    expect((await all(set.differences())).every(({ groupId }) => groupId === 1 || groupId === 2)).toBe(true);
    expect(await all(set.matches({ limit: 1 }))).toHaveLength(1);
  });

  it("counts breaks by reason, amount and age, and values exactly", async () => {
    const total = (await all(set.breaks())).length;
    for (const counts of [await set.breaksByReason(), await set.breaksByAmount(), await set.breaksByAge()]) {
      expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(total);
    }
    expect(await set.breaksByAmount()).toContainEqual({ kind: "unmatched", label: "100,000 and more", count: 1 });
    expect(await set.breaksByAmount()).toContainEqual({ kind: "unmatched", label: "under 1", count: 2 });
    const unmatched = (await set.valueByOutcome()).find(
      ({ side, outcome }) => side === "left" && outcome === "unmatched",
    );
    expect(unmatched).toEqual({
      side: "left",
      currency: null,
      outcome: "unmatched",
      records: 2,
      gross: "1234567890123457.08",
    });
  });

  it("lets a reader leave early, and read two lists at once", async () => {
    for await (const _ of set.breaks()) break;
    const [one, two] = await Promise.all([all(set.breaks()), all(set.detailedBreaks())]);
    expect(one.map(({ breakId }) => breakId)).toEqual(two.map(({ breakId }) => breakId));
  });
});

describe("a folder that is no result set", () => {
  const copy = async (name: string): Promise<string> => {
    await cp(dir(), join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const opening = (path: string) => expect(openResultSet(path)).rejects;

  it("is refused with what is missing", async () => {
    await opening(join(folder, "nowhere")).toMatchObject({
      code: "RESULT_INVALID",
      message: expect.stringContaining("no such folder"),
    });
    await opening(join(folder, "left.csv")).toMatchObject({
      code: "RESULT_INVALID",
      message: expect.stringContaining("is a file"),
    });
    const other = await mkdtemp(join(tmpdir(), "recon-empty-"));
    await opening(other).toMatchObject({
      code: "RESULT_INVALID",
      message: expect.stringContaining("not a result set"),
    });
    await rm(other, { recursive: true });
    const part = await copy("part");
    await rm(join(part, "breaks.parquet"));
    await opening(part).toMatchObject({
      code: "RESULT_INVALID",
      message: expect.stringContaining("breaks.parquet is missing"),
    });
  });

  it("is refused when its format version is not understood", async () => {
    const later = await copy("later");
    const summary = JSON.parse(await readFile(join(later, "summary.json"), "utf8")) as object;
    await writeFile(join(later, "summary.json"), JSON.stringify({ ...summary, formatVersion: 2 }));
    await opening(later).toMatchObject({
      code: "RESULT_INVALID",
      message: expect.stringContaining("format version is 2"),
    });
  });

  it("is refused when a file is damaged", async () => {
    for (const name of ["left.parquet", "summary.json", "plan.json", "breaks.parquet"]) {
      const torn = await copy(`torn-${name}`);
      await truncate(join(torn, name), 40);
      const reading = async (): Promise<void> => {
        const opened = await openResultSet(torn);
        try {
          await all(opened.breaks());
        } finally {
          await opened.close();
        }
      };
      await expect(reading(), name).rejects.toMatchObject({ code: "RESULT_INVALID" });
    }
  });
});
