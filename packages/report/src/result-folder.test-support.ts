import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plan } from "@recon/core";
import { openResultSet, reconcile, type ResultSet } from "@recon/duckdb";

/** A temporary folder with results in it; what it opened is closed with it. */
export class ResultFolder {
  readonly path: string;
  readonly #opened: ResultSet[] = [];

  private constructor(path: string) {
    this.path = path;
  }

  static async create(): Promise<ResultFolder> {
    return new ResultFolder(await mkdtemp(join(tmpdir(), "recon-report-")));
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** Runs the plan over two CSV texts and opens what comes out. */
  async reconcile(plan: Omit<Plan, "version" | "left" | "right">, left: string, right: string): Promise<ResultSet> {
    const dir = this.file(`${this.#opened.length}.result`);
    await mkdir(this.file("sources"), { recursive: true });
    const names = {
      left: `sources/${this.#opened.length}-left.csv`,
      right: `sources/${this.#opened.length}-right.csv`,
    };
    await writeFile(this.file(names.left), left);
    await writeFile(this.file(names.right), right);
    const whole: Plan = { version: 1, ...plan, left: { files: [names.left] }, right: { files: [names.right] } };
    const request = { plan: whole, baseDir: this.path, outDir: dir, memoryBytes: 2 ** 28, workDir: this.file("work") };
    await reconcile(request, { onStage: () => undefined });
    const set = await openResultSet(dir);
    this.#opened.push(set);
    return set;
  }

  async remove(): Promise<void> {
    for (const set of this.#opened) await set.close();
    await rm(this.path, { recursive: true, force: true });
  }
}

/** Cells as a CSV line quotes them. */
export const csvLine = (...cells: readonly string[]): string =>
  cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",");

/** A plan with an amount, a date and a free text, matched by id. */
export const ledgerPlan: Omit<Plan, "version" | "left" | "right"> = {
  name: "ledger",
  fields: { id: { type: "text" }, note: { type: "text" }, amount: { type: "money" }, booked: { type: "date" } },
  roles: { amount: "amount", date: "booked" },
  passes: [{ name: "key", kind: "keyed", on: ["id"] }],
};

/** Texts that try to be something else. */
export const hostileTexts = [
  "<script>alert(1)</script>",
  "</style><img src=x onerror=alert(1)>",
  `"'&<>\``,
  "\u202egnp.exe",
  "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd",
  `=HYPERLINK("http://evil.example","x")`,
  "+1+1",
  "-2+3",
  "@SUM(A1)",
  "\t=1",
  `"=1`,
  "line one\nline two",
  "a\u0001b",
  "_x0041_",
  "00123",
  "]]>",
];
