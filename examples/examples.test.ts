import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { generateBankLedger } from "./bank-ledger/generate.ts";
import { checkTruth } from "./check-truth.ts";
import { generateCustomerMigration } from "./customer-migration/generate.ts";
import type { Truth } from "./generator/case-book.ts";
import type { GeneratedFiles } from "./generator/write-files.ts";
import { generatePayoutsOrders } from "./payouts-orders/generate.ts";
import { generateQuickStart } from "./quick-start/generate.ts";

type Example = { name: string; generate: () => GeneratedFiles | Promise<GeneratedFiles>; command: string[] };

const examples: Example[] = [
  { name: "bank-ledger", generate: generateBankLedger, command: ["run", "bank-ledger.recon.yaml"] },
  { name: "payouts-orders", generate: generatePayoutsOrders, command: ["run", "payouts-orders.recon.yaml"] },
  {
    name: "customer-migration",
    generate: generateCustomerMigration,
    command: ["run", "customer-migration.recon.yaml"],
  },
  { name: "quick-start", generate: generateQuickStart, command: ["compare", "old.csv", "new.csv", "--key", "id"] },
];

const folderOf = (name: string): string => join(import.meta.dirname, name);

describe.each(examples)("$name", ({ name, generate }) => {
  it("is what its generator writes, byte for byte", async () => {
    for (const [file, bytes] of Object.entries(await generate())) {
      const committed = readFileSync(join(folderOf(name), file));
      // Not toEqual: a difference between megabytes is not worth printing.
      expect(Buffer.compare(committed, bytes), `${file}: run generate.ts and commit, or undo the change`).toBe(0);
    }
  });

  it("accounts for every row in its truth", () => {
    const { sides } = readTruth(name);
    for (const { rows, ...outcomes } of Object.values(sides)) {
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(rows);
    }
  });
});

const program = join(import.meta.dirname, "../packages/cli/bin/recon.js");
const isBuilt = existsSync(program) && existsSync(join(import.meta.dirname, "../packages/cli/dist/index.js"));
const target = mkdtempSync(join(tmpdir(), "recon-examples-"));
afterAll(() => rmSync(target, { recursive: true, force: true }));

describe("the built command line (skipped until `npm run build` has made it)", () => {
  it.skipIf(!isBuilt).each(examples)("reconciles $name as its truth says", async ({ name, command }) => {
    const out = join(target, `${name}.result`);
    const run = spawnSync(process.execPath, [program, ...command, "--out", out, "--quiet", "--json"], {
      cwd: folderOf(name),
      encoding: "utf8",
    });
    expect(run.status, run.stderr).toBe(1); // 1: there are breaks, as there should be
    const summary: unknown = JSON.parse(run.stdout);
    const truth = readTruth(name);
    expect(summary).toMatchObject({
      balanced: true,
      left: truth.sides.left,
      right: truth.sides.right,
      groups: truth.groups,
    });
    expect((await checkTruth(truth, out)).slice(0, 20)).toEqual([]);
  });
});

function readTruth(name: string): Truth {
  return JSON.parse(readFileSync(join(folderOf(name), "truth.json"), "utf8")) as Truth;
}
