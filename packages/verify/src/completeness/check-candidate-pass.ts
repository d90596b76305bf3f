/** A tolerant or similar pass: no candidate pair may be left with both ends open, no exchange may be better. */
import { sides, type Side } from "@recon/core";
import { NO_GROUP, STATUS_MATCHED } from "../result/group-table.ts";
import { ExchangeCheck } from "../rules/exchange-check.ts";
import { indexKeys } from "../rules/key-index.ts";
import { isCandidate } from "../rules/pass-rules.ts";
import type { Rows } from "../rules/sum-rule.ts";
import { isTaken, report, type PassInput } from "./pass-check.ts";

const STEP = 20_000;
const MAX_BLOCK_PAIRS = 4_000_000;

export async function checkCandidatePass(input: PassInput): Promise<void> {
  const { model, rules, pace } = input;
  const index = indexKeys(model, rules, sides);
  const exchange = new ExchangeCheck(model.plan, rules);
  for (let key = 0; key < index.keyCount; key++) {
    if (key % STEP === 0) await pace.step(`completeness ${rules.pass.name}`, key, index.keyCount);
    const rows = { left: index.rowsOf("left", key), right: index.rowsOf("right", key) };
    if (rows.left.length > 0 && rows.right.length > 0) checkBlock(input, rows, exchange);
  }
}

function checkBlock(input: PassInput, rows: Rows, exchange: ExchangeCheck): void {
  const free = { left: freeRows(input, "left", rows), right: freeRows(input, "right", rows) };
  const pairs = confirmedPairs(input, rows);
  const leftover = free.left.length * free.right.length;
  if (!spend(input, leftover)) return;
  for (const left of free.left) {
    const right = free.right.find((row) => isCandidate(input.rules, left, row));
    if (right === undefined) continue;
    return report(input, `should be matched or suggested with right record ${right + 1}`, { side: "left", row: left });
  }
  if (!spend(input, pairs.length * (pairs.length / 2 + free.left.length + free.right.length))) return;
  for (const { pair, message } of exchange.faults({ pairs, free }))
    report(input, message, { side: "left", row: pair[0] });
}

function spend({ budget }: PassInput, pairs: number): boolean {
  if (pairs <= MAX_BLOCK_PAIRS && pairs <= budget.pairs) {
    budget.pairs -= pairs;
    return true;
  }
  budget.skippedBlocks++;
  return false;
}

function freeRows(input: PassInput, side: Side, rows: Rows): number[] {
  return Array.from(rows[side]).filter((row) => !isTaken(input, side, row));
}

/** Without `suggest: true` only: a suggestion of a pair does not say that it was certain. */
function confirmedPairs({ model, rules }: PassInput, rows: Rows): [number, number][] {
  const { groups } = model;
  const pairs: [number, number][] = [];
  for (const left of rows.left) {
    const group = groups.ofRecord.left[left]!;
    if (group === NO_GROUP || groups.passes[group] !== rules.index || groups.statuses[group] !== STATUS_MATCHED)
      continue;
    const right = groups.members("right", group)[0];
    if (right !== undefined) pairs.push([left, right]);
  }
  return pairs;
}
