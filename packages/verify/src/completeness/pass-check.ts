/** What the checks of single passes share: the pass, its keys, and how expected groups are looked up. */
import { sides, type Side } from "@recon/core";
import type { Pace } from "../pace.ts";
import type { CheckLog } from "../report.ts";
import { NO_GROUP, STATUS_MATCHED, STATUS_SUGGESTED } from "../result/group-table.ts";
import { recordFiles } from "../result/result-folder.ts";
import type { GroupedModel } from "../result/result-model.ts";
import type { PassRules } from "../rules/pass-rules.ts";
import type { Rows } from "../rules/sum-rule.ts";

export interface PassInput {
  readonly model: GroupedModel;
  readonly rules: PassRules;
  readonly log: CheckLog;
  readonly pace: Pace;
  /** Records that a keyed pass flagged duplicate. */
  readonly flagged: Readonly<Record<Side, Uint8Array>>;
  readonly budget: PairBudget;
}

/** Bounds the pairs that are tried, so that no folder can make the check run for ever. */
interface PairBudget {
  pairs: number;
  /** Blocks that were too large to try. */
  skippedBlocks: number;
}

export interface ExpectedGroup {
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly suggested: boolean;
}

/** Whether exactly these records form a group of the pass. */
export function isGroup({ model, rules }: PassInput, expected: ExpectedGroup): boolean {
  const { groups } = model;
  const first =
    expected.left.length > 0 ? groups.ofRecord.left[expected.left[0]!] : groups.ofRecord.right[expected.right[0]!];
  if (first === undefined || first === NO_GROUP || groups.passes[first] !== rules.index) return false;
  const status = expected.suggested || rules.pass.suggest === true ? STATUS_SUGGESTED : STATUS_MATCHED;
  if (groups.statuses[first] !== status) return false;
  return sides.every((side) => {
    const rows = expected[side];
    if (groups.memberCount(side, first) !== rows.length) return false;
    for (let at = 0; at < rows.length; at++) if (groups.ofRecord[side][rows[at]!] !== first) return false;
    return true;
  });
}

/** How many of the rows the pass took. */
function countTaken({ model, rules }: PassInput, rows: Rows): number {
  let count = 0;
  for (const side of sides) {
    for (const row of rows[side]) if (model.groups.passOfRecord(side, row) === rules.index) count++;
  }
  return count;
}

export function isTaken({ model, rules }: PassInput, side: Side, row: number): boolean {
  return model.groups.passOfRecord(side, row) === rules.index;
}

export function report(
  { log, rules }: PassInput,
  message: string,
  place: { side: Side; row: number | undefined },
): void {
  const at = place.row === undefined ? {} : { rowId: place.row + 1 };
  log.find("completeness", `pass ${rules.pass.name}: ${message}`, {
    file: recordFiles[place.side],
    side: place.side,
    ...at,
  });
}

/** Checks that of a key's rows exactly the expected groups were taken by the pass. */
export function checkExpected(input: PassInput, rows: Rows, expected: readonly ExpectedGroup[]): void {
  let wanted = 0;
  for (const group of expected) {
    wanted += group.left.length + group.right.length;
    if (isGroup(input, group)) continue;
    const side = group.left.length > 0 ? "left" : "right";
    return report(input, `the record ${shouldBe(group)}`, { side, row: group[side][0] });
  }
  if (countTaken(input, rows) === wanted) return;
  const side = rows.left.length > 0 ? "left" : "right";
  report(input, "takes records of this key that should stay open", { side, row: rows[side][0] });
}

function shouldBe({ left, right, suggested }: ExpectedGroup): string {
  const others = left.length + right.length - 1;
  if (suggested) return `should be in one suggestion with ${others} others`;
  const partner = left.length === 1 && right.length === 1 ? `right record ${right[0]! + 1}` : `${others} others`;
  return `should be matched with ${partner}`;
}
