/** No order of files or records may decide how amounts are read. */
import type { Plan } from "@recon/core";
import { describe, expect, it } from "vitest";
import { lines, proveFiles, type Proof } from "../laws/prove.ts";

const fields: Plan["fields"] = { id: { type: "text" }, amount: { type: "money" } };
const rows = (count: number, from: number, amount: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => `${from + i};${amount(i)}`);

const integers = rows(3000, 1, (i) => String(i));
const commas = rows(10, 4001, (i) => `${i},50`);
const points = rows(10, 5001, (i) => `${i}.25`);
const thousands = rows(10, 6001, (i) => `${i + 1},234`);
const groupedPoints = rows(10, 7001, (i) => `${i + 1},234.50`);

interface Parts {
  readonly left: readonly (readonly string[])[];
  readonly right: readonly string[];
}

/** The left side in a file a part. */
async function run({ left, right }: Parts): Promise<Proof> {
  const text = (part: readonly string[]): string => lines("id;amount", ...part);
  const files = Object.fromEntries(left.map((part, i) => [`left${i}.csv`, text(part)]));
  return proveFiles({ files: { ...files, "right.csv": text(right) }, plan: { fields } });
}

/** Outcome of the left side and its result hash, which must be the same with the files the other way round. */
async function eitherWay({ left, right }: Parts): Promise<Proof> {
  const proof = await run({ left, right });
  const reversed = await run({ left: left.toReversed(), right });
  expect([proof.findings, reversed.findings]).toEqual([[], []]);
  expect(reversed.summary.resultHash).toBe(proof.summary.resultHash);
  return proof;
}

describe("decimal marks and thousands separators", () => {
  it("are those of all records, not of the first ones", async () => {
    const right = rows(10, 4001, (i) => `${i}.5`);
    const { summary } = await eitherWay({ left: [integers, commas], right });
    expect(summary.left).toMatchObject({ matched: 10, unmatched: 3000, rejected: 0 });
    const grouped = await eitherWay({ left: [integers, groupedPoints], right: rows(10, 7001, (i) => `${i + 1}234.5`) });
    expect(grouped.summary.left).toMatchObject({ matched: 10, rejected: 0 });
  });

  it("go by the most where both are there and no amount may be either; the others are rejected", async () => {
    const { summary } = await eitherWay({ left: [commas.slice(0, 3), points], right: points });
    expect(summary.left).toMatchObject({ matched: 10, rejected: 3 });
  });

  it("are asked for where amounts may be either", async () => {
    for (const left of [
      [integers, thousands],
      [thousands, integers],
    ])
      await expect(run({ left, right: points })).rejects.toMatchObject({
        code: "PLAN_INVALID",
        at: { path: "left.options.decimal" },
        message: expect.stringMatching(/amounts such as "\d+,234" may have a decimal comma or thousands commas/),
      });
    for (const left of [
      [points, commas, thousands],
      [thousands, commas, points],
    ])
      await expect(run({ left, right: points })).rejects.toThrow(/points as well as decimal commas.*may be either/);
  });

  it("are settled by amounts that read one way only", async () => {
    const { summary } = await eitherWay({ left: [thousands, points], right: rows(10, 6001, (i) => `${i + 1}234`) });
    expect(summary.left).toMatchObject({ matched: 10, unmatched: 10 });
    const comma = await eitherWay({ left: [thousands, commas], right: rows(10, 6001, (i) => `${i + 1}.234`) });
    expect(comma.summary.left).toMatchObject({ matched: 10, unmatched: 10 });
  });

  it("a lone point is a decimal point as long as nothing speaks against it", async () => {
    const alone = rows(5, 8001, (i) => `${i}.234`);
    const { summary } = await eitherWay({ left: [alone, integers], right: alone });
    expect(summary.left).toMatchObject({ matched: 5, unmatched: 3000 });
    await expect(run({ left: [alone, commas, points], right: points })).rejects.toThrow(/may be either/);
  });
});
