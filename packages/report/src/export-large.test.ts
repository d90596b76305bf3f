import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { ledgerPlan, ResultFolder } from "./result-folder.test-support.ts";

const folder = await ResultFolder.create();
afterAll(() => folder.remove());

it("exports 50,000 breaks and more without holding them in memory", async () => {
  const breaks = 50_000;
  const header = "id,note,amount,booked\n";
  const rows = (mark: string) =>
    Array.from({ length: breaks }, (_, i) => `${i},a note of some length ${i}${mark},${i}.25,2026-01-01`).join("\n");
  const set = await folder.reconcile(ledgerPlan, header + rows(""), header + rows("!"));
  const files = ["xlsx", "csv", "html", "json"].map((ending) => folder.file(`large.${ending}`));
  const script = new URL("export-large.test-support.ts", import.meta.url).pathname;
  const args = ["--conditions=source", "--expose-gc", script, set.dir, ...files];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  const taken = JSON.parse(stdout) as { aliveMb: number; residentMb: number };
  // The program alone keeps 35 MB alive; the rows as JavaScript values would add more than 60.
  expect(taken.aliveMb, stderr).toBeLessThan(70);
  expect(taken.residentMb, stderr).toBeLessThan(1200);
  const lines = (await readFile(folder.file("large.csv"), "utf8")).split("\r\n");
  expect(lines).toHaveLength(breaks + 2);
  const document = JSON.parse(await readFile(folder.file("large.json"), "utf8"));
  expect(document.breaks).toHaveLength(breaks);
  expect((await stat(folder.file("large.html"))).size).toBeLessThan(2_000_000);
  expect((await stat(folder.file("large.xlsx"))).size).toBeGreaterThan(1_000_000);
});
