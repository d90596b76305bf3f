/** What the engine writes, the verifier proves: two programs that share neither SQL nor matching rules, on generated cases. */
import fc from "fast-check";
import { describe, it } from "vitest";
import { arbitraryBatch, joined, usesTfidf } from "./batch.ts";
import { arbitraryCase, describeCase, type LawCase } from "./generate.ts";
import type { LawFormat } from "./law-files.ts";
import { prove } from "./prove.ts";
import { reduceCase } from "./reduce-case.ts";
import { inFolder, placed } from "./run-engine.ts";

const setting = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const seed = setting("RECON_LAWS_SEED", 20261125);
const caseCount = setting("RECON_LAWS_CASES", 1_500);
const batchSize = 50;
const singleCount = Math.ceil(caseCount / 200);
const timeoutMs = 1_200_000;

/** The verifier's findings on the engine's run of a case, the sources included. */
async function findingsOn(lawCase: LawCase, format: LawFormat): Promise<string[]> {
  return inFolder(async (folder) => (await prove(await placed(lawCase, folder, format), folder)).findings);
}

async function requireProven(lawCase: LawCase, format: LawFormat): Promise<void> {
  if ((await findingsOn(lawCase, format)).length === 0) return;
  const isDoubted = async (smaller: LawCase): Promise<boolean> =>
    (await findingsOn(smaller, format).catch(() => [])).length > 0;
  const reduced = await reduceCase(lawCase, isDoubted);
  const findings = (await findingsOn(reduced, format)).join("\n");
  throw new Error(`RECON_LAWS_SEED=${seed}: ${format}\n${findings}\nsmallest case:\n${describeCase(reduced)}`);
}

const formats = ["csv", "ndjson"] as const;

describe("the verifier proves what the engine writes", () => {
  const batches = Math.ceil(caseCount / batchSize);

  it(`in batches, ${batches} × ${batchSize} cases, seed ${seed}`, { timeout: timeoutMs }, async () => {
    const drawn = fc.sample(arbitraryBatch(batchSize), { seed, numRuns: batches });
    for (const [i, batch] of drawn.entries()) await requireProven(joined(batch), formats[i % 2]!);
  });

  it(`alone, ${singleCount} cases, and ${singleCount} with tf-idf`, { timeout: timeoutMs }, async () => {
    const tfidf = arbitraryCase.filter(({ plan }) => usesTfidf(plan));
    const drawn = [arbitraryCase, tfidf].flatMap((some) => fc.sample(some, { seed, numRuns: singleCount }));
    for (const [i, lawCase] of drawn.entries()) {
      const isEmpty = lawCase.left.rows.length === 0 || lawCase.right.rows.length === 0;
      await requireProven(lawCase, isEmpty ? "csv" : formats[i % 2]!);
    }
  });
});
