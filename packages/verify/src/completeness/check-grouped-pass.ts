/** A grouped pass: a key whose open records fit shape, currency and sums is one group of all of them, any other none. */
import { sides, type GroupedPass } from "@recon/core";
import { indexKeys } from "../rules/key-index.ts";
import { compileGroupedRule } from "../rules/sum-rule.ts";
import { checkExpected, type PassInput } from "./pass-check.ts";

const STEP = 100_000;

export async function checkGroupedPass(input: PassInput, pass: GroupedPass): Promise<void> {
  const { model, rules, pace } = input;
  const index = indexKeys(model, rules, sides);
  const judge = compileGroupedRule(model, rules, pass);
  for (let key = 0; key < index.keyCount; key++) {
    if (key % STEP === 0) await pace.step(`completeness ${pass.name}`, key, index.keyCount);
    const rows = { left: index.rowsOf("left", key), right: index.rowsOf("right", key) };
    if (rows.left.length + rows.right.length === 0) continue;
    checkExpected(input, rows, judge(rows).matches ? [{ ...rows, suggested: false }] : []);
  }
}
