import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { expect, test } from "vitest";
import { jaroWinkler } from "./jaro-winkler.ts";
import { editDistance, levenshtein } from "./levenshtein.ts";
import { TrigramWeights } from "./tf-idf.ts";
import { tokenSet } from "./token-set.ts";

const bytes = (text: string) => Buffer.from(text);

test("known values", () => {
  expect(jaroWinkler(bytes("martha"), bytes("marhta"))).toBe(961_111);
  expect(jaroWinkler(bytes("dixon"), bytes("dicksonx"))).toBe(813_333);
  expect(jaroWinkler(bytes(""), bytes(""))).toBe(0);
  expect(levenshtein(bytes("kitten"), bytes("sitting"))).toBe(571_429);
  expect(levenshtein(bytes(""), bytes(""))).toBe(0);
  expect(tokenSet("a b b c", "c a d")).toBe(500_000);
  expect(tokenSet("", "")).toBe(0);
});

test("Jaro-Winkler and Levenshtein agree with DuckDB's on short texts", async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const word = fc.string({ unit: fc.constantFrom(..."abcd "), maxLength: 12 });
  const pairs = fc.sample(fc.tuple(word, word), { numRuns: 400, seed: 7 });
  const values = pairs.map(([a, b]) => `('${a}', '${b}')`).join(",");
  const sql = `SELECT jaro_winkler_similarity(a, b), levenshtein(a, b) FROM (VALUES ${values}) t(a, b)`;
  const rows = (await connection.runAndReadAll(sql)).getRowsJS();
  for (const [index, [a, b]] of pairs.entries()) {
    const [similarity, distance] = rows[index] as [number, bigint];
    expect(Math.abs(jaroWinkler(bytes(a), bytes(b)) - similarity * 1e6), `${a}|${b}`).toBeLessThanOrEqual(0.51);
    expect(editDistance(bytes(a), bytes(b))).toBe(Number(distance));
  }
});

test("measures are symmetric, and 1 for equal texts", () => {
  const text = fc.string({ minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(levenshtein(bytes(a), bytes(b))).toBe(levenshtein(bytes(b), bytes(a)));
      expect(jaroWinkler(bytes(a), bytes(a))).toBe(1_000_000);
    }),
  );
});

test("tf-idf is the cosine of trigram vectors with integer weights", () => {
  const weights = new TrigramWeights();
  for (const text of ["acme ltd", "acme inc", "bolt ltd"]) weights.add(text);
  expect(weights.cosine("acme ltd", "acme ltd")).toBe(1_000_000);
  expect(weights.cosine("acme ltd", "zzz")).toBe(0);
  // " a" pads to " a ": one trigram, held by no open text.
  expect(weights.cosine("a", "a")).toBe(0);
  expect(weights.cosine("acme ltd", "acme inc")).toBe(weights.cosine("acme inc", "acme ltd"));
});
