/** What must not change a result, and what must: laws of the engine alone, on the joined cases of generated batches. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Plan, Side, Summary } from "@recon/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryBatch, joined, judge } from "./batch.ts";
import { exchangePlan } from "./exchange.ts";
import { describeCase, type LawCase } from "./generate.ts";
import { asStored, fileText } from "./law-files.ts";
import type { OracleSource } from "./oracle-types.ts";
import type { Row } from "./read-result-set.ts";
import { inFolder, placed, runPlan, summaryOfRun, type EngineRun } from "./run-engine.ts";

const numRuns = Number(process.env["RECON_LAWS_METAMORPHIC"] ?? 5);
const seed = Number(process.env["RECON_LAWS_SEED"] ?? 20261122);
const timeoutMs = 600_000;
const batches = fc.sample(arbitraryBatch(20), { seed, numRuns });

interface Base {
  readonly lawCase: LawCase;
  readonly folder: string;
  /** Over left.csv and right.csv in the folder. */
  readonly plan: Plan;
  readonly run: EngineRun;
}

function law(name: string, check: (base: Base, index: number) => Promise<void>): void {
  it(`${name}, seed ${seed}`, { timeout: timeoutMs }, async () => {
    for (const [index, batch] of batches.entries()) {
      const judged = judge(batch.cases);
      const whole = joined({ plan: batch.plan, cases: judged.map((one) => one.lawCase) });
      const lawCase = { ...whole, left: asStored(whole.left, "csv"), right: asStored(whole.right, "csv") };
      await inFolder(async (folder) => {
        const plan = await placed(lawCase, folder, "csv");
        try {
          await check({ lawCase, folder, plan, run: await runPlan(plan, folder) }, index);
        } catch (error) {
          throw new Error(`batch ${index}\n${describeCase(lawCase)}\n${String(error)}`, { cause: error });
        }
      });
    }
  });
}

const facts = ({
  summary: { runId: _, planHash: __, startedAt: ___, elapsedMs: ____, ...rest },
}: {
  summary: Summary;
}) => rest;

describe("the engine's result", () => {
  law("is the same for shuffled rows", async ({ lawCase, folder, run }, index) => {
    const shuffledCase = { ...lawCase, left: shuffled(lawCase.left, index), right: shuffled(lawCase.right, index + 1) };
    expect(facts(await runPlan(await placed(shuffledCase, folder, "csv"), folder))).toEqual(facts(run));
  });

  law(
    "is the same for files cut in two and for two threads, row ids included",
    async ({ lawCase, folder, plan, run }) => {
      const files = { left: await cut(folder, "left", lawCase.left), right: await cut(folder, "right", lawCase.right) };
      const inPieces = {
        ...plan,
        left: { ...plan.left, files: files.left },
        right: { ...plan.right!, files: files.right },
      };
      const again = await runPlan(inPieces, folder, { threads: 2 });
      expect(facts(again)).toEqual(facts(run));
      for (const side of ["left", "right"] as const) expect(again[side]).toEqual(run[side]);
      expect([again.groups.toSorted(byText), again.members]).toEqual([run.groups.toSorted(byText), run.members]);
    },
  );

  law("is the same whether DuckDB or our own reader reads a CSV", async ({ folder, plan, run }) => {
    for (const side of ["left", "right"])
      await writeFile(join(folder, `${side}.csv.gz`), gzipSync(await readFile(join(folder, `${side}.csv`))));
    const zipped = {
      ...plan,
      left: { ...plan.left, files: ["left.csv.gz"] },
      right: { ...plan.right!, files: ["right.csv.gz"] },
    };
    const again = await runPlan(zipped, folder);
    expect(facts(again)).toEqual(facts(run));
    for (const side of ["left", "right"] as const) expect(again[side]).toEqual(run[side]);
    expect(again.rejects.map(withoutSource)).toEqual(run.rejects.map(withoutSource));
  });

  law("is the same for CSV, NDJSON and Parquet of the same cells", async ({ lawCase, folder, run }) => {
    // A reject's hash is that of its raw text, which the formats do not share.
    const sound = { ...lawCase, left: accepted(lawCase.left, run.left), right: accepted(lawCase.right, run.right) };
    const csv = await placed(sound, folder, "csv");
    const expected = facts(await runPlan(csv, folder));
    expect(facts(await runPlan(await placed(sound, folder, "ndjson"), folder))).toEqual(expected);
    for (const side of ["left", "right"] as const) await writeParquet(join(folder, `${side}.parquet`), sound[side]);
    const parquet = { ...csv, left: asParquet(csv.left, "left"), right: asParquet(csv.right!, "right") };
    expect(facts(await runPlan(parquet, folder))).toEqual(expected);
  });

  law("is the mirror image when the sides are exchanged", async ({ lawCase, folder, run }) => {
    const mirrored = { plan: exchangePlan(lawCase.plan), left: lawCase.right, right: lawCase.left };
    const again = await runPlan(await placed(mirrored, folder, "csv"), folder);
    expect(decisions(again, { left: "right", right: "left" })).toEqual(
      decisions(run, { left: "left", right: "right" }),
    );
  });

  law("is another after one cell has changed", async ({ lawCase, folder, run }, index) => {
    const { rows } = lawCase.left;
    if (rows.length === 0) return;
    const [row, column] = [(index * 7) % rows.length, index % lawCase.left.header.length];
    const changed = rows.map((cells, i) =>
      cells.map((cell, j) => (i === row && j === column ? `${cell ?? ""}!` : cell)),
    );
    const again = await runPlan(
      await placed({ ...lawCase, left: { ...lawCase.left, rows: changed } }, folder, "csv"),
      folder,
    );
    expect(again.summary.resultHash).not.toBe(run.summary.resultHash);
  });

  law("is foreseen by a dry run, and counted without rows", async ({ folder, plan, run }) => {
    expect(facts({ summary: await summaryOfRun(plan, folder) })).toEqual(facts(run));
    const counted = facts({ summary: await summaryOfRun(plan, folder, { countsOnly: true }) });
    expect(counted).toEqual({ ...facts(run), resultHash: null });
    // Of one keyed pass alone: where no key repeats on both sides, there is no table of records.
    const keyed = plan.passes.find(({ kind }) => kind === "keyed");
    if (keyed === undefined) return;
    const single: Plan = { ...plan, passes: [keyed] };
    const whole = facts({ summary: await summaryOfRun(single, folder) });
    const short = facts({ summary: await summaryOfRun(single, folder, { countsOnly: true }) });
    expect(short).toEqual({ ...whole, resultHash: null });
  });
});

const byText = (a: Row, b: Row): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
const withoutSource = ({ source: _, ...rest }: Row): Row => rest;

function shuffled(source: OracleSource, salt: number): OracleSource {
  const order = source.rows.map((row, i) => [((i + 7) * (salt + 3) * 2654435761) % 4294967291, row] as const);
  return { ...source, rows: order.sort(([a], [b]) => a - b).map(([, row]) => row) };
}

async function cut(folder: string, side: Side, source: OracleSource): Promise<string[]> {
  const middle = Math.floor(source.rows.length / 2);
  await writeFile(join(folder, `${side}-1.csv`), fileText({ ...source, rows: source.rows.slice(0, middle) }, "csv"));
  await writeFile(join(folder, `${side}-2.csv`), fileText({ ...source, rows: source.rows.slice(middle) }, "csv"));
  return [`${side}-1.csv`, `${side}-2.csv`];
}

function accepted(source: OracleSource, rows: readonly Row[]): OracleSource {
  return { header: source.header, rows: source.rows.filter((_, i) => rows[i]!["outcome"] !== "rejected") };
}

function asParquet(source: Plan["left"], side: Side): Plan["left"] {
  return { ...source, files: [`${side}.parquet`], format: "parquet" };
}

async function writeParquet(path: string, { header, rows }: OracleSource): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const names = header.map((name) => `"${name}"`);
  await connection.run(`CREATE TABLE t (${names.map((name) => `${name} VARCHAR`).join(", ")})`);
  const appender = await connection.createAppender("t");
  for (const row of rows) {
    for (const cell of row) {
      if (cell === null) appender.appendNull();
      else appender.appendVarchar(cell);
    }
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(`COPY t TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
}

/** Every record with its outcome and the other members of its group, whatever the group's id. */
function decisions(run: EngineRun, named: Record<Side, Side>): string[] {
  const members = new Map<string, string[]>();
  const records = (["left", "right"] as const).flatMap((side) => run[side].map((row) => ({ side, row })));
  for (const { side, row } of records) {
    const group = row["group_id"];
    if (group != null) members.set(group, [...(members.get(group) ?? []), `${named[side]} ${row["row_id"]}`]);
  }
  return records
    .map(({ side, row }) => {
      const group = row["group_id"] == null ? [] : members.get(row["group_id"])!;
      return `${named[side]} ${row["row_id"]} ${row["outcome"]} ${group.toSorted().join()}`;
    })
    .toSorted();
}
