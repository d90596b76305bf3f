/** Assignments that no exchange of two pairs gives away: only all three pairs together show what is better or as good. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plan } from "@recon/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deriveTables, type Declared } from "./testing/result-set.ts";
import { writeResultSet } from "./testing/write-result-set.ts";
import { verifyResultSet } from "./index.ts";

let root: string;
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), "recon-assignment-"))));
afterAll(async () => rm(root, { recursive: true, force: true }));

type Point = readonly [number, number];

interface Triangle {
  readonly left: readonly Point[];
  readonly right: readonly Point[];
  readonly within: string;
}

/** Each left record may pair with the right one of its own place or of the next, at a cost of 13 or 17. */
const unequal: Triangle = {
  left: [
    [2, 1],
    [7, 10],
    [8, 3],
  ],
  right: [
    [5, 1],
    [4, 6],
    [7, 5],
  ],
  within: "5",
};

/** Likewise, but both ways cost 11. */
const equal: Triangle = {
  left: [
    [3, 6],
    [6, 3],
    [1, 2],
  ],
  right: [
    [1, 2],
    [6, 4],
    [3, 0],
  ],
  within: "4",
};

function declare(triangle: Triangle, groups: Declared["groups"]): Declared {
  const plan: Plan = {
    version: 1,
    name: "triangle",
    left: { files: ["left.csv"], format: "csv", options: { delimiter: ",", encoding: "utf-8" } },
    right: { files: ["right.csv"], format: "csv", options: { delimiter: ",", encoding: "utf-8" } },
    fields: { ref: { type: "text" }, amount: { type: "money" }, weight: { type: "number" } },
    roles: { amount: "amount" },
    compare: [],
    passes: [
      {
        name: "near",
        kind: "tolerant",
        block: ["ref"],
        conditions: [
          { field: "amount", within: { absolute: "3" } },
          { field: "weight", within: { absolute: triangle.within } },
        ],
      },
    ],
  };
  const records = (points: readonly Point[]) =>
    points.map(([x, y]) => {
      const canonical = { ref: "A", amount: `${x}.00`, weight: `${y}.00` };
      return { cells: Object.values(canonical), canonical };
    });
  const bytes = (points: readonly Point[]) => points.map(([x, y]) => `A,${x}.00,${y}.00\n`).join("");
  return {
    plan,
    header: { left: ["ref", "amount", "weight"], right: ["ref", "amount", "weight"] },
    decimals: { amount: 2, weight: 2 },
    dates: [],
    records: { left: records(triangle.left), right: records(triangle.right) },
    groups,
    sources: {
      left: { path: "left.csv", bytes: `ref,amount,weight\n${bytes(triangle.left)}` },
      right: { path: "right.csv", bytes: `ref,amount,weight\n${bytes(triangle.right)}` },
    },
  };
}

const pairs = (rights: readonly number[]): Declared["groups"] =>
  rights.map((right, i) => ({ pass: "near", kind: "1:1", left: [i + 1], right: [right] }));
const suggestion: Declared["groups"] = [
  { pass: "near", kind: "n:m", status: "suggested", left: [1, 2, 3], right: [1, 2, 3] },
];

async function findingsOn(name: string, triangle: Triangle, groups: Declared["groups"]): Promise<string[]> {
  const dir = join(root, name);
  await writeResultSet(dir, deriveTables(declare(triangle, groups)));
  const { findings } = await verifyResultSet(dir);
  return findings.map(({ check, message }) => `${check}: ${message}`);
}

test("the cheaper of two rotations is the proof, the costlier is found", async () => {
  expect(await findingsOn("cheaper", unequal, pairs([1, 2, 3]))).toEqual([]);
  expect(await findingsOn("costlier", unequal, pairs([2, 3, 1]))).toEqual([
    "completeness: pass near: the record should be matched with right record 1",
  ]);
  expect(await findingsOn("undecided", unequal, suggestion)).toEqual([
    "completeness: pass near: the record should be matched with right record 1",
  ]);
});

test("two rotations of equal cost are one suggestion, and neither may be confirmed", async () => {
  expect(await findingsOn("suggested", equal, suggestion)).toEqual([]);
  for (const rights of [
    [1, 2, 3],
    [2, 3, 1],
  ])
    expect(await findingsOn(`confirmed ${rights.join("")}`, equal, pairs(rights))).toEqual([
      "completeness: pass near: the record should be in one suggestion with 5 others",
    ]);
});
