/** What `recon compare` takes a column for goes by all of its records, in whatever order they stand. */
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan, Summary } from "@recon/core";
import { describe, expect, it } from "vitest";
import { inFolder } from "../laws/run-engine.ts";
import { compare } from "../propose/compare.ts";

/** More than a sample holds. */
const ROWS = 2600;
/** Of so many values one in a hundred is 26: the most that may be noise. */
const MOST_NOISE = 26;

type Cells = (i: number) => string;

interface Found extends Pick<Summary, "left" | "resultHash"> {
  readonly plan: Plan;
}

async function run(folder: string, countsOnly: boolean): Promise<Found> {
  const outDir = join(folder, "out.result");
  const request = { baseDir: folder, memoryBytes: 1 << 30, threads: 2, countsOnly };
  const { summary } = await compare(
    { ...request, workDir: await mkdtemp(join(folder, "work-")), ...(countsOnly ? {} : { outDir }) },
    { left: ["left.csv"], right: ["right.csv"], key: ["id"] },
    { onStage: () => undefined },
  );
  const plan = countsOnly ? "{}" : await readFile(join(outDir, "plan.json"), "utf8");
  return { ...summary, plan: JSON.parse(plan) as Plan };
}

/** The type of column `value`, and how many records match; the same with the records the other way round, and with counts alone. */
async function judged(left: Cells, right: Cells, name = "value"): Promise<[string, number, Found]> {
  return inFolder(async (folder) => {
    const write = (side: string, cells: Cells, backwards: boolean) => {
      const lines = Array.from({ length: ROWS }, (_, i) => `${i},${cells(i)},x`);
      return writeFile(
        join(folder, `${side}.csv`),
        [`id,${name},note`, ...(backwards ? lines.toReversed() : lines), ""].join("\n"),
      );
    };
    const found: Found[] = [];
    for (const backwards of [false, true]) {
      await write("left", left, backwards);
      await write("right", right, !backwards);
      found.push(await run(folder, false));
      expect((await run(folder, true)).left).toEqual(found.at(-1)!.left);
    }
    const [forwards, backwards] = found as [Found, Found];
    expect(backwards.resultHash).toBe(forwards.resultHash);
    return [forwards.plan.fields[name]!.type, forwards.left.matched, forwards];
  });
}

const behind =
  (first: Cells, rest: Cells): Cells =>
  (i) =>
    i < ROWS - 300 ? first(i) : rest(i);
const isoDay: Cells = (i) => `2026-01-${String((i % 28) + 1).padStart(2, "0")}`;

describe("the type of a column", { timeout: 120_000 }, () => {
  it("is number where only records behind the sample have values", async () => {
    const [type, matched] = await judged(
      behind(
        () => "",
        (i) => `${i}.50`,
      ),
      behind(
        () => "",
        (i) => `${i}.5`,
      ),
    );
    expect([type, matched]).toEqual(["number", ROWS]);
  });

  it("is number whatever digits the sample has", async () => {
    const [type, matched] = await judged(
      behind(String, (i) => `${i}.50`),
      behind(String, (i) => `${i}.5`),
    );
    expect([type, matched]).toEqual(["number", ROWS]);
  });

  it("is number up to one in a hundred that is none, wherever those stand, and text beyond", async () => {
    const noisy = (noise: number): Cells =>
      behind(
        (i) => `${i}.0`,
        (i) => (i < ROWS - noise ? `${i}.0` : "n/a"),
      );
    const plain = (noise: number): Cells => behind(String, (i) => (i < ROWS - noise ? String(i) : "n/a"));
    expect((await judged(noisy(MOST_NOISE), plain(MOST_NOISE))).slice(0, 2)).toEqual(["number", ROWS]);
    expect((await judged(noisy(MOST_NOISE + 1), plain(MOST_NOISE + 1))).slice(0, 2)).toEqual(["text", MOST_NOISE + 1]);
  });

  it("is text where a single code such as 007 is among the numbers", async () => {
    const [type, matched] = await judged(
      behind(String, (i) => (i === ROWS - 1 ? "007" : String(i))),
      behind(String, (i) => (i === ROWS - 1 ? "7" : String(i))),
    );
    expect([type, matched]).toEqual(["text", ROWS - 1]);
  });

  it("is date where two shapes of one day have to be understood", async () => {
    const german: Cells = (i) => isoDay(i).split("-").toReversed().join(".");
    expect((await judged(isoDay, german)).slice(0, 2)).toEqual(["date", ROWS]);
    expect(
      (
        await judged(
          behind(() => "", isoDay),
          behind(() => "", german),
        )
      ).slice(0, 2),
    ).toEqual(["date", ROWS]);
    expect((await judged(german, german)).slice(0, 2)).toEqual(["text", ROWS]);
  });

  it("is text where it is seldom filled, with text", async () => {
    expect(
      (
        await judged(
          behind(
            () => "",
            (i) => `see ${i}`,
          ),
          behind(
            () => "",
            (i) => `see ${i}`,
          ),
        )
      ).slice(0, 2),
    ).toEqual(["text", ROWS]);
  });

  it("decides what is added up as well", async () => {
    const [type, , { left }] = await judged(
      behind(
        () => "",
        () => "1.5",
      ),
      behind(
        () => "",
        () => "1.50",
      ),
      "amount",
    );
    expect([type, left.totals["XXX"]?.matched]).toEqual(["number", "450.00"]);
  });
});
