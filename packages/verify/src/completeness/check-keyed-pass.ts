/** A keyed pass: what pairs, what is flagged duplicate and what becomes a suggestion, key by key. */
import { sides } from "@recon/core";
import { AssignmentOracle } from "../assignment/expected-assignment.ts";
import { indexKeys } from "../rules/key-index.ts";
import { KeyedOracle } from "../rules/keyed-expectation.ts";
import type { Rows } from "../rules/sum-rule.ts";
import { checkExpected, isGroup, isTaken, report, type ExpectedGroup, type PassInput } from "./pass-check.ts";

const STEP = 100_000;

export async function checkKeyedPass(input: PassInput): Promise<void> {
  const { model, rules, pace } = input;
  const index = indexKeys(model, rules, sides);
  const oracle = new KeyedOracle(model, rules);
  const assignment = new AssignmentOracle(model.plan, model, rules);
  for (let key = 0; key < index.keyCount; key++) {
    if (key % STEP === 0) await pace.step(`completeness ${rules.pass.name}`, key, index.keyCount);
    const rows = { left: index.rowsOf("left", key), right: index.rowsOf("right", key) };
    if (rows.left.length > 0 && rows.right.length > 0) checkKey(input, rows, { oracle, assignment });
    else if (rows.left.length + rows.right.length > 0) checkExpected(input, rows, []);
  }
}

interface Oracles {
  readonly oracle: KeyedOracle;
  readonly assignment: AssignmentOracle;
}

function checkKey(input: PassInput, rows: Rows, { oracle, assignment }: Oracles): void {
  const { pairs, duplicates, rest, restRows } = oracle.expect(rows);
  const groups: ExpectedGroup[] = pairs.map(([left, right]) => ({ left: [left], right: [right], suggested: false }));
  for (const side of sides) for (const row of duplicates[side]) input.flagged[side][row] = 1;
  if (rest === "suggested") groups.push({ ...restRows, suggested: true });
  if (rest !== "assigned") return checkExpected(input, rows, groups);
  input.budget.pairs -= restRows.left.length ** 2;
  const decided = input.budget.pairs < 0 ? undefined : assignment.decideAll(restRows).groups;
  if (decided !== undefined) return checkExpected(input, rows, [...groups, ...decided]);
  input.budget.skippedBlocks++;
  checkAllTaken(input, groups, restRows);
}

/** Of a rest too large to decide: equal records pair first, and every record is in some optimal assignment, so none may be left open. */
function checkAllTaken(
  input: PassInput,
  pairs: readonly ExpectedGroup[],
  rest: Readonly<Record<"left" | "right", readonly number[]>>,
): void {
  for (const pair of pairs) {
    if (!isGroup(input, pair)) report(input, "equal records should pair first", { side: "left", row: pair.left[0] });
  }
  for (const side of sides) {
    const open = rest[side].find((row) => !isTaken(input, side, row));
    if (open !== undefined) return report(input, "should be matched or suggested under its key", { side, row: open });
  }
}
