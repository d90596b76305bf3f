/** Sources at the edges of what a plan can meet: they have to end, with the outcome the rules give. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Pass, Plan, Summary } from "@recon/core";
import { describe, expect, it } from "vitest";
import { inFolder, summaryOfRun } from "../laws/run-engine.ts";

const timeout = 300_000;
const keyed: Pass = { name: "exact", kind: "keyed", on: ["ref"] };
const near: Pass = {
  name: "near",
  kind: "tolerant",
  block: ["ref"],
  conditions: [{ field: "amount", within: { relative: "0.1" } }],
};

interface Example {
  readonly passes: readonly Pass[];
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly plan?: Partial<Plan>;
  readonly countsOnly?: boolean;
}

/** Lines of `ref,amount`. */
async function summaryOf({ passes, left, right, plan, countsOnly }: Example): Promise<Summary> {
  return inFolder(async (folder) => {
    for (const [side, lines] of Object.entries({ left, right }))
      await writeFile(join(folder, `${side}.csv`), ["ref,amount", ...lines, ""].join("\n"));
    const options = { delimiter: ",", decimal: "." } as const;
    return summaryOfRun(
      {
        version: 1,
        name: "extreme",
        left: { files: ["left.csv"], options },
        right: { files: ["right.csv"], options },
        fields: { ref: { type: "text" }, amount: { type: "money" } },
        passes: [...passes],
        ...plan,
      },
      folder,
      countsOnly === true ? { countsOnly } : { outDir: join(folder, "extreme.result") },
    );
  });
}

const rows = (count: number, line: (i: number) => string): string[] => Array.from({ length: count }, (_, i) => line(i));

describe("extreme sources", () => {
  it("200,000 equal records under one key against 150,000", { timeout }, async () => {
    const summary = await summaryOf({
      passes: [keyed],
      left: rows(200_000, () => "A,1.00"),
      right: rows(150_000, () => "A,1.0"),
    });
    expect(summary.left).toMatchObject({ rows: 200_000, matched: 150_000, duplicate: 50_000 });
    expect(summary.right).toMatchObject({ rows: 150_000, matched: 150_000, duplicate: 0 });
    expect(summary.groups["1:1"]).toBe(150_000);
  });

  it("200,000 equal records under one key against 150,000, counted only", { timeout }, async () => {
    const summary = await summaryOf({
      passes: [keyed],
      left: rows(200_000, () => "A,1.00"),
      right: rows(150_000, () => "A,1.0"),
      countsOnly: true,
    });
    expect(summary.left).toMatchObject({ rows: 200_000, matched: 150_000, duplicate: 50_000 });
  });

  it("200,000 different records under one key are one suggestion", { timeout }, async () => {
    const summary = await summaryOf({
      passes: [keyed],
      left: rows(200_000, (i) => `A,${i}.00`),
      right: rows(200_000, (i) => `A,${i}.01`),
    });
    expect(summary.left).toMatchObject({ rows: 200_000, suggested: 200_000 });
    expect(summary.right).toMatchObject({ rows: 200_000, suggested: 200_000 });
  });

  it("200,000 interchangeable records against as many of another content differ", { timeout }, async () => {
    const summary = await summaryOf({
      passes: [keyed],
      left: rows(200_000, () => "A,1.00"),
      right: rows(200_000, () => "A,2.00"),
    });
    expect(summary.left).toMatchObject({ differs: 200_000 });
  });

  it("keys that are all NULL take no part", { timeout }, async () => {
    const summary = await summaryOf({
      passes: [keyed, near],
      left: rows(100_000, (i) => `,${i}`),
      right: rows(100_000, (i) => `,${i}`),
    });
    expect(summary.left).toMatchObject({ unmatched: 100_000, duplicate: 0 });
    expect(summary.right).toMatchObject({ unmatched: 100_000, duplicate: 0 });
  });

  it("nothing in common", { timeout }, async () => {
    const summary = await summaryOf({
      passes: [keyed, near],
      left: rows(100_000, (i) => `L${i},${i}`),
      right: rows(100_000, (i) => `R${i},${i}`),
    });
    expect([summary.left.unmatched, summary.right.unmatched]).toEqual([100_000, 100_000]);
  });

  it("files that hold a header only", { timeout }, async () => {
    const summary = await summaryOf({ passes: [keyed, near], left: [], right: [] });
    expect([summary.left.rows, summary.right.rows, summary.balanced]).toEqual([0, 0, true]);
    const half = await summaryOf({ passes: [keyed, near], left: rows(10, (i) => `A${i},1`), right: [] });
    expect([half.left.unmatched, half.right.rows]).toEqual([10, 0]);
  });

  it("refuses a block of a million pairs beyond limits.pairs", { timeout }, async () => {
    const example = { passes: [near], left: rows(1_000, (i) => `A,${i}`), right: rows(1_000, (i) => `A,${i}`) };
    await expect(summaryOf({ ...example, plan: { limits: { pairs: 999_999 } } })).rejects.toMatchObject({
      code: "LIMIT_PAIRS",
    });
    const summary = await summaryOf({ ...example, plan: { limits: { pairs: 1_000_000 } } });
    expect(summary.left.rows).toBe(1_000);
  });
});
