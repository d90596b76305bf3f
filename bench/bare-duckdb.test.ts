import { DuckDBInstance } from "@duckdb/node-api";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { compareBare, countBare } from "./bare-duckdb.ts";

const target = mkdtempSync(join(tmpdir(), "recon-bare-"));
afterAll(() => rmSync(target, { recursive: true, force: true }));

const header = "id,customer,amount,currency,booked,description,reference,status,account";
const line = (id: string, customer: string) => `${id},${customer},1.50,EUR,2026-10-05,,x,open,`;

async function compare(oldLines: string[], newLines: string[]) {
  const [oldPath, newPath] = [oldLines, newLines].map((lines, at) => {
    const path = join(target, `${at}.csv`);
    writeFileSync(path, [header, ...lines, ""].join("\n"));
    return path;
  }) as [string, string];
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const options = { rehash: false, number: false, parquet: "" };
  const counts = await compareBare(connection, { oldPath, newPath, out: target }, options);
  return { counts, counted: await countBare(connection, oldPath, newPath), connection };
}

it("counts what is equal, changed and missing, with and without writing", async () => {
  const { counts, counted } = await compare(
    [line("a", "1"), line("b", "1"), line("c", "1")],
    [line("b", "2"), line("a", "1"), line("d", "1")],
  );
  expect(counts).toEqual({ matched: 1, changed: 1, onlyLeft: 1, onlyRight: 1 });
  expect(counted).toEqual(counts);
});

it("pairs equal rows of a doubled key first, then occurrence by occurrence", async () => {
  const { counts } = await compare(
    [line("a", "1"), line("a", "2"), line("b", "1"), line("b", "1")],
    [line("a", "2"), line("a", "3"), line("a", "9"), line("b", "1")],
  );
  expect(counts).toEqual({ matched: 2, changed: 1, onlyLeft: 1, onlyRight: 1 });
});

it("hashes rows as docs/matching.md says, on both sides", async () => {
  const { connection } = await compare([line("ä", "1")], [line("ä", "1")]);
  const text = "2:ä1:14:1.503:EUR10:2026-10-05-1:x4:open-";
  const expected = createHash("sha256").update(text).digest("hex");
  for (const side of ["left", "right"]) {
    const reader = await connection.runAndReadAll(
      `SELECT content_hash FROM read_parquet('${join(target, side)}.parquet')`,
    );
    expect(reader.getRows()).toEqual([[expected]]);
  }
});
