/** A keyed pass: what pairs, what is flagged duplicate and what becomes a suggestion, key by key. */
import { sides } from "@recon/core";
import { NO_GROUP, STATUS_MATCHED } from "../result/group-table.ts";
import { ExchangeCheck } from "../rules/exchange-check.ts";
import { indexKeys } from "../rules/key-index.ts";
import { KeyedOracle, type KeyedExpectation } from "../rules/keyed-expectation.ts";
import type { Rows } from "../rules/sum-rule.ts";
import { checkExpected, isGroup, isTaken, report, type ExpectedGroup, type PassInput } from "./pass-check.ts";

const STEP = 100_000;

export async function checkKeyedPass(input: PassInput): Promise<void> {
  const { model, rules, pace } = input;
  const index = indexKeys(model, rules, sides);
  const oracle = new KeyedOracle(model, rules);
  const exchange = new ExchangeCheck(model.plan, rules);
  for (let key = 0; key < index.keyCount; key++) {
    if (key % STEP === 0) await pace.step(`completeness ${rules.pass.name}`, key, index.keyCount);
    const rows = { left: index.rowsOf("left", key), right: index.rowsOf("right", key) };
    if (rows.left.length > 0 && rows.right.length > 0) checkKey(input, rows, { oracle, exchange });
    else if (rows.left.length + rows.right.length > 0) checkExpected(input, rows, []);
  }
}

function checkKey(input: PassInput, rows: Rows, tools: { oracle: KeyedOracle; exchange: ExchangeCheck }): void {
  const expected = tools.oracle.expect(rows);
  const groups: ExpectedGroup[] = expected.pairs.map(([left, right]) => pairGroup(left, right));
  for (const side of sides) for (const row of expected.duplicates[side]) input.flagged[side][row] = 1;
  if (expected.rest === "suggested") groups.push({ ...expected.restRows, suggested: true });
  if (expected.rest !== "assigned") return checkExpected(input, rows, groups);
  for (const group of groups) {
    if (!isGroup(input, group)) report(input, "equal records should pair first", { side: "left", row: group.left[0] });
  }
  checkAssigned(input, expected, tools.exchange);
}

function pairGroup(left: number, right: number): ExpectedGroup {
  return { left: [left], right: [right], suggested: false };
}

/** Of an n:n rest every record is in some optimal assignment: confirmed or suggested, never left open. */
function checkAssigned(input: PassInput, { restRows }: KeyedExpectation, exchange: ExchangeCheck): void {
  const { groups } = input.model;
  for (const side of sides) {
    const open = restRows[side].find((row) => !isTaken(input, side, row));
    if (open !== undefined) return report(input, "should be matched or suggested under its key", { side, row: open });
  }
  const rights = new Set(restRows.right);
  const pairs = restRows.left.flatMap((left) => {
    const group = groups.ofRecord.left[left]!;
    if (group === NO_GROUP || groups.statuses[group] !== STATUS_MATCHED) return [];
    const right = groups.members("right", group)[0];
    return right !== undefined && rights.has(right) ? [[left, right] as const] : [];
  });
  input.budget.pairs -= pairs.length ** 2 / 2;
  if (input.budget.pairs < 0) return void input.budget.skippedBlocks++;
  for (const { pair, message } of exchange.faults({ pairs, free: { left: [], right: [] } })) {
    report(input, message, { side: "left", row: pair[0] });
  }
}
