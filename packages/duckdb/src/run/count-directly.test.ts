/** Counting without record tables finds what the full run finds, and steps back for it where it could not. */
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Summary } from "@recon/core";
import { describe, expect, it } from "vitest";
import { inFolder } from "../laws/run-engine.ts";
import { compare } from "../propose/compare.ts";
import type { CompareRequest } from "../propose/compare-request.ts";

interface Example extends Pick<CompareRequest, "ignore" | "tolerance"> {
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly header?: string;
  /** Lines of a second file on the left, header included. */
  readonly more?: readonly string[];
}

interface Found {
  readonly summary: Partial<Summary>;
  /** Whether no record table was filled. */
  readonly direct: boolean;
}

async function run(folder: string, { ignore, tolerance, more }: Example, countsOnly: boolean): Promise<Found> {
  const stages: string[] = [];
  const workDir = await mkdtemp(join(folder, "work-"));
  const asked = {
    left: ["left.csv", ...(more === undefined ? [] : ["more.csv"])],
    right: ["right.csv"],
    key: ["id"],
    ignore,
    tolerance,
  };
  const report = await compare({ baseDir: folder, workDir, memoryBytes: 1 << 30, threads: 2, countsOnly }, asked, {
    onStage: (name) => stages.push(name),
  });
  const { runId: _, startedAt: __, elapsedMs: ___, resultHash: ____, ...summary } = report.summary;
  return { summary, direct: !stages.includes("load left") };
}

/** Counts both ways, expects the same, and tells whether the short way was gone to its end. */
async function isCountedDirectly(example: Example): Promise<boolean> {
  return inFolder(async (folder) => {
    await mkdir(folder, { recursive: true });
    const { header = "id,amount,currency,booked,note" } = example;
    for (const side of ["left", "right"] as const)
      await writeFile(join(folder, `${side}.csv`), [header, ...example[side], ""].join("\n"), "latin1");
    if (example.more !== undefined) await writeFile(join(folder, "more.csv"), [...example.more, ""].join("\n"));
    const [full, counted] = [await run(folder, example, false), await run(folder, example, true)];
    expect(counted.summary).toEqual(full.summary);
    expect(full.direct).toBe(false);
    return counted.direct;
  });
}

const plain = [
  "1,10.00,EUR,2026-01-02,same",
  "2,20.00,EUR,2026-01-02,other",
  "3,30.00,USD,2026-01-03,amount",
  "4,40.00,,2026-01-03,nothing there",
  "5,,EUR,2026-01-03,no amount",
  ",60.00,EUR,2026-01-04,no key",
  "7,70.00,EUR,2026-01-04,only left",
  "7,70.00,EUR,2026-01-04,only left",
];
const changed = [
  "5,,EUR,2026-01-03,no amount",
  "4,40.00,,2026-01-03,nothing there",
  "3,30.01,USD,2026-01-03,amount",
  "2,20.00,EUR,2026-01-02,another",
  "1,10.0,EUR,2026-01-02,same",
  ",60.00,EUR,2026-01-04,no key",
  "8,80.00,EUR,2026-01-04,only right",
];

describe("counting directly", () => {
  it("is done for keys that pair once, whatever else repeats", async () => {
    expect(await isCountedDirectly({ left: plain, right: changed })).toBe(true);
  });

  it("knows tolerances and columns that are not compared", async () => {
    expect(await isCountedDirectly({ left: plain, right: changed, tolerance: { amount: "0.01" } })).toBe(true);
    expect(await isCountedDirectly({ left: plain, right: changed, ignore: ["note", "amount"] })).toBe(true);
    const others = ["amount", "currency", "booked", "note"];
    expect(await isCountedDirectly({ left: plain, right: changed, ignore: others })).toBe(true);
  });

  it("adds up several files, with their columns in another order", async () => {
    const more = ["amount,id,currency,booked,note", "90.00,9,EUR,2026-01-04,x", "80.00,8,EUR,2026-01-04,only right"];
    expect(await isCountedDirectly({ left: plain, right: changed, more })).toBe(true);
  });

  it("finds a key that stands in two files", async () => {
    const more = ["amount,id,currency,booked,note", "10.00,1,EUR,2026-01-02,same"];
    expect(await isCountedDirectly({ left: plain, right: changed, more })).toBe(false);
  });

  it.each([
    ["a key stands twice on the left", { left: [...plain, plain[0]!], right: changed }],
    ["a key stands twice on the right", { left: plain, right: [...changed, changed[4]!] }],
    ["an amount does not convert plainly", { left: [...plain, "9,(9.00),EUR,2026-01-04,x"], right: changed }],
    ["an amount is noise and kept", { left: [...plain, "9,n/a,EUR,2026-01-04,x"], right: changed }],
    ["a date is written another way", { left: [...plain, "9,9.00,EUR,4 Jan 2026,x"], right: changed }],
    ["a record has a cell too many", { left: [...plain, "9,9.00,EUR,2026-01-04,x,y"], right: changed }],
    ["a quote is left open", { left: [...plain, '9,9.00,EUR,2026-01-04,"x'], right: changed }],
  ] as const)("steps back where %s", async (_, example) => {
    expect(await isCountedDirectly(example)).toBe(false);
  });

  const many = Array.from({ length: 120_000 }, (_, i) => `a${i},1.00,EUR,2026-01-04,x`);

  it("steps back where an amount is a code, behind all that was sampled", async () => {
    const [left, right] = [
      [...many, "9,007,EUR,2026-01-04,x"],
      [...many, "9,7,EUR,2026-01-04,x"],
    ];
    expect(await isCountedDirectly({ left: many, right: many })).toBe(true);
    expect(await isCountedDirectly({ left, right })).toBe(false);
  });

  it("steps back for a faulty cell that nothing compares", async () => {
    const left = [...many, "9,9.00,EUR,2026-01-04,\xff", ...many.map((line) => `b${line}`)];
    expect(await isCountedDirectly({ left: many, right: many, ignore: ["note"] })).toBe(true);
    expect(await isCountedDirectly({ left, right: many, ignore: ["note"] })).toBe(false);
  });
});
