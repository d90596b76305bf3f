import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { keyed } from "./oracle-examples.ts";
import { resultOf } from "./oracle-notation.ts";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

it("is sha256 of the two sorted lists, a pair of equal contents having their content hash", () => {
  const a = sha256("1:A1:x");
  const [b, c] = [sha256("1:B1:x"), sha256("1:B1:y")];
  const pair = sha256([`left:${b}`, `right:${c}`].join("\n"));
  const result = resultOf({ columns: "ref note", passes: [keyed], left: "A x; B x", right: "B y; A x" });
  const groups = [["1:1", "exact", "matched", 2, sum(a, pair)]];
  const records = [
    ["left", "differs", "exact", 1, b],
    ["left", "matched", "exact", 1, a],
    ["right", "differs", "exact", 1, c],
    ["right", "matched", "exact", 1, a],
  ];
  expect(result.resultHash).toBe(sha256(JSON.stringify({ groups, records })));
});

it("is that of two empty lists for two empty sources", () => {
  const result = resultOf({ columns: "ref", passes: [keyed], left: "", right: "" });
  expect(result.resultHash).toBe(sha256('{"groups":[],"records":[]}'));
});

function sum(...hashes: string[]): string {
  const total = hashes.reduce((all, hash) => all + BigInt(`0x${hash}`), 0n);
  return (total % 2n ** 256n).toString(16).padStart(64, "0");
}
