/**
 * The engine against the oracle, on generated cases. `RECON_LAWS_SEED` repeats a run, `RECON_LAWS_CASES` sets the
 * number of cases, `RECON_LAWS_BATCH` how many of them share a plan and a run of the engine.
 */
import fc from "fast-check";
import { describe, it } from "vitest";
import { arbitraryBatch, joined, judge, usesTfidf, type Batch } from "./batch.ts";
import { disagreements } from "./compare-engine.ts";
import { arbitraryCase, describeCase, type LawCase } from "./generate.ts";
import type { LawFormat } from "./law-files.ts";
import { reduceCase } from "./reduce-case.ts";
import { runCase, storedCase } from "./run-engine.ts";

const setting = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const seed = setting("RECON_LAWS_SEED", 20261122);
const caseCount = setting("RECON_LAWS_CASES", 10_000);
const batchSize = setting("RECON_LAWS_BATCH", 50);
const singleCount = Math.ceil(caseCount / 500);
const timeoutMs = 1_200_000;

/** What is wrong with the engine's run of the batch, told on the smallest case that shows it. */
async function faultOf(batch: Batch, format: LawFormat): Promise<string | undefined> {
  const judged = judge(batch.cases.map((lawCase) => storedCase(lawCase, format)));
  const whole = joined({ plan: batch.plan, cases: judged.map(({ lawCase }) => lawCase) });
  const run = await runCase(whole, format);
  const [first] = disagreements(batch.plan, run, judged);
  if (first === undefined) return undefined;
  const alone = first.index === undefined ? whole : judged[first.index]!.lawCase;
  return `${format}\n${first.text}\n${await smallest(alone, format)}`;
}

async function smallest(lawCase: LawCase, format: LawFormat): Promise<string> {
  const contradiction = async (smaller: LawCase): Promise<string> => {
    const judged = judge([storedCase(smaller, format)]);
    if (judged.length === 0) return "";
    return disagreements(smaller.plan, await runCase(smaller, format), judged)
      .map(({ text }) => text)
      .join("\n");
  };
  const reduced = await reduceCase(lawCase, async (smaller) => (await contradiction(smaller).catch(() => "")) !== "");
  return `smallest case:\n${describeCase(reduced)}\n${await contradiction(reduced)}`;
}

function fail(faults: readonly string[], what: string): void {
  if (faults.length > 0) throw new Error(`RECON_LAWS_SEED=${seed}: ${what}\n${faults.join("\n\n")}`);
}

describe("the engine decides as the oracle does", () => {
  const shares = 4;
  const batches = Math.ceil(caseCount / batchSize / shares);
  const formats = ["csv", "ndjson"] as const;
  const mostFaults = setting("RECON_LAWS_FAULTS", 1);

  for (let share = 0; share < shares; share++) {
    it(`in batches, ${batches} × ${batchSize} cases, seed ${seed + share}`, { timeout: timeoutMs }, async () => {
      const faults: string[] = [];
      const started = performance.now();
      const drawn = fc.sample(arbitraryBatch(batchSize), { seed: seed + share, numRuns: batches });
      for (const [i, batch] of drawn.entries()) {
        const fault = await faultOf(batch, formats[i % 2]!);
        if (fault !== undefined) faults.push(`batch ${i}: ${fault}`);
        if (faults.length >= mostFaults) break;
      }
      if (process.env["RECON_LAWS_PACE"] === "1")
        console.log(`${Math.round((batches * batchSize * 1000) / (performance.now() - started))} cases/s`);
      fail(faults, `share ${share}`);
    });
  }

  it(`alone, ${singleCount} cases, and ${singleCount} with tf-idf`, { timeout: timeoutMs }, async () => {
    const faults: string[] = [];
    const tfidf = arbitraryCase.filter(({ plan }) => usesTfidf(plan));
    const drawn = [
      ...fc.sample(arbitraryCase, { seed, numRuns: singleCount }),
      ...fc.sample(tfidf, { seed, numRuns: singleCount }),
    ];
    for (const [i, lawCase] of drawn.entries()) {
      const format = lawCase.left.rows.length === 0 || lawCase.right.rows.length === 0 ? "csv" : formats[i % 2]!;
      const fault = await faultOf({ plan: lawCase.plan, cases: [lawCase] }, format);
      if (fault !== undefined) faults.push(`case ${i}: ${fault}`);
      if (faults.length >= mostFaults) break;
    }
    fail(faults, "alone");
  });
});
