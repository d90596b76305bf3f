/** Every group satisfies its pass: keys, conditions, sums, currency; and `differs` is what its fields say. */
import { groupKinds, sides, type Side } from "@recon/core";
import type { Pace } from "../pace.ts";
import { DIFFERS } from "../records/record-set.ts";
import type { CheckLog } from "../report.ts";
import { STATUS_MATCHED } from "../result/group-table.ts";
import { describeFault, openTable, tableColumns } from "../result/result-folder.ts";
import { fieldOf, type GroupedModel } from "../result/result-model.ts";
import { differingFields, isCandidate, type PassRules } from "../rules/pass-rules.ts";
import { cancels, compileGroupedRule, oneCurrency } from "../rules/sum-rule.ts";
import { compileTolerance } from "../rules/tolerance.ts";
import { checkDifferences } from "./check-differences.ts";

const STEP = 50_000;
const MAX_SUGGESTION_PAIRS = 4_000_000;

export interface MatchesInput {
  readonly dir: string;
  readonly model: GroupedModel;
  readonly rules: readonly PassRules[];
  readonly log: CheckLog;
  readonly pace: Pace;
}

export async function checkMatches(input: MatchesInput): Promise<void> {
  const { model, rules, log, pace } = input;
  const differenceCounts = await readDifferences(input);
  const checkers = rules.map((passRules) => new GroupChecker(model, passRules, differenceCounts));
  let unresolved = 0;
  for (let group = 0; group < model.groups.count; group++) {
    if (group % STEP === 0) await pace.step("matches", group, model.groups.count);
    const checker = checkers[model.groups.passes[group]!];
    if (!checker) unresolved++;
    for (const fault of checker?.faults(group) ?? []) {
      log.find("matches", fault, { file: "groups.parquet", groupId: model.groups.groupIds[group]! });
    }
  }
  if (unresolved > 0) log.find("matches", `${unresolved} groups name no pass of the plan`);
  const skipped = checkers.reduce((sum, checker) => sum + checker.skippedSuggestions, 0);
  if (skipped > 0) log.note("matches", `${skipped} large suggestions checked by block only`);
  log.note("matches", `${model.groups.count} groups against ${rules.length} passes`);
}

async function readDifferences({ dir, model, rules, log }: MatchesInput): Promise<Uint32Array | undefined> {
  const columns = tableColumns["differences.parquet"];
  const file = await openTable(dir, "differences.parquet", { checkLog: log, check: "matches", columns });
  try {
    return file && (await checkDifferences(model, { file, rules, log }));
  } catch (cause) {
    const name = "differences.parquet";
    return void log.find("matches", `${name} cannot be read: ${describeFault(cause)}`, { file: name });
  } finally {
    await file?.close();
  }
}

class GroupChecker {
  readonly #model: GroupedModel;
  readonly #rules: PassRules;
  readonly #differenceCounts: Uint32Array | undefined;
  readonly #byKind: (group: number) => string[];
  skippedSuggestions = 0;

  constructor(model: GroupedModel, rules: PassRules, differenceCounts: Uint32Array | undefined) {
    this.#model = model;
    this.#rules = rules;
    this.#differenceCounts = differenceCounts;
    const { pass } = rules;
    if (pass.kind === "grouped") {
      const judge = compileGroupedRule(model, rules, pass);
      this.#byKind = (group) => this.#groupedFaults(group, judge);
    } else if (pass.kind === "netted") {
      const tolerance = compileTolerance(pass.sum.within, fieldOf(model, pass.sum.field).scale);
      this.#byKind = (group) => this.#nettedFaults(group, (amounts) => cancels(amounts, tolerance));
    } else this.#byKind = (group) => this.#pairFaults(group);
  }

  faults(group: number): string[] {
    return [...this.#keyFaults(group), ...this.#byKind(group)];
  }

  #members(group: number): Readonly<Record<Side, Int32Array>> {
    return { left: this.#model.groups.members("left", group), right: this.#model.groups.members("right", group) };
  }

  #keyFaults(group: number): string[] {
    const members = this.#members(group);
    return this.#rules.keys.flatMap((values) => {
      const first =
        members.left.length > 0 ? values.ids.left[members.left[0]!] : values.ids.right[members.right[0] ?? -1];
      if (first === undefined || first === 0) return [`${values.name} is NULL, which is no key`];
      const equal = sides.every((side) => members[side].every((row) => values.ids[side][row] === first));
      return equal ? [] : [`${values.name} is not equal in all members`];
    });
  }

  #pairFaults(group: number): string[] {
    const { groups } = this.#model;
    const members = this.#members(group);
    if (members.left.length === 0 || members.right.length === 0)
      return ["a group of a pairing pass has no members on a side"];
    const single = members.left.length === 1 && members.right.length === 1;
    const conditions = this.#rules.pass.kind === "keyed" ? [] : this.#conditionFaults(members);
    if (groups.statuses[group] !== STATUS_MATCHED) return [...conditions, ...this.#rivalFaults(members)];
    if (!single) return conditions;
    return [...conditions, ...this.#differenceFaults(group, members.left[0]!, members.right[0]!)];
  }

  /** Without rivals that are not interchangeable there is nothing to decide: the pairs should have been confirmed. */
  #rivalFaults(members: Readonly<Record<Side, Int32Array>>): string[] {
    if (this.#rules.pass.suggest === true) return [];
    const identity = [...this.#rules.conditions, ...this.#rules.compared].map(({ values }) => values);
    const rivals = sides.some((side) =>
      members[side].some((row) => identity.some(({ ids }) => ids[side][row] !== ids[side][members[side][0]!])),
    );
    return rivals ? [] : ["a suggestion whose members are interchangeable"];
  }

  /** Every member has a partner in the group that satisfies the conditions; of a pair that is the pair itself. */
  #conditionFaults({ left, right }: Readonly<Record<Side, Int32Array>>): string[] {
    if (left.length * right.length > MAX_SUGGESTION_PAIRS) {
      this.skippedSuggestions++;
      return [];
    }
    const partnered = new Set<number>();
    for (const row of left) {
      const partners = right.filter((other) => isCandidate(this.#rules, row, other));
      if (partners.length === 0) return ["a left member satisfies the conditions with no right one"];
      for (const other of partners) partnered.add(other);
    }
    return partnered.size === right.length ? [] : ["a right member satisfies the conditions with no left one"];
  }

  #differenceFaults(group: number, left: number, right: number): string[] {
    const { records } = this.#model;
    const names = differingFields(this.#rules, left, right).map(({ values }) => values.name);
    const differs = records.left.outcomes[left] === DIFFERS;
    if (differs !== names.length > 0) return [differs ? "no compared field differs" : `differs in ${names.join(", ")}`];
    const faults: string[] = [];
    const stated = this.#differenceCounts?.[group];
    if (stated !== undefined && stated !== names.length)
      faults.push(`${names.length} fields differ, ${stated} are listed`);
    for (const side of sides) {
      const reason = records[side].reasonOf(side === "left" ? left : right);
      if (!isListOf(reason, names)) faults.push(`the ${side} reason is not the list of differing fields`);
    }
    return faults;
  }

  #groupedFaults(group: number, judge: ReturnType<typeof compileGroupedRule>): string[] {
    const members = this.#members(group);
    const verdict = judge(members);
    if (!verdict.matches) return ["shape, currency or sums do not agree"];
    return this.#reasonFaults(group, verdict.reason);
  }

  #reasonFaults(group: number, reason: string | null): string[] {
    if (this.#model.groups.statuses[group] !== STATUS_MATCHED) return [];
    const members = this.#members(group);
    const wrong = sides.some((side) => members[side].some((row) => this.#model.records[side].reasonOf(row) !== reason));
    return wrong ? [`the members' reason is not ${reason ?? "NULL"}`] : [];
  }

  #nettedFaults(group: number, cancel: (amounts: readonly bigint[]) => boolean): string[] {
    const { pass } = this.#rules;
    if (pass.kind !== "netted" || groupKinds[this.#model.groups.kinds[group]!] !== "net")
      return ["the group is no net group"];
    const members = this.#members(group);
    const other = pass.side === "left" ? "right" : "left";
    if (members[other].length > 0) return [`members on the ${other} side`];
    const values = fieldOf(this.#model, pass.sum.field);
    const amounts = Array.from(members[pass.side], (row) => values.unitsOf(values.ids[pass.side][row]!));
    if (amounts.includes(null)) return [`${values.name} of a member is NULL`];
    if (!oneCurrency(this.#rules, members)) return ["the members have several currencies"];
    if (this.#model.groups.statuses[group] !== STATUS_MATCHED) return [];
    return [...(cancel(amounts as bigint[]) ? [] : ["the members do not cancel"]), ...this.#reasonFaults(group, null)];
  }
}

/** The names, comma-separated, in any order; NULL for none. */
function isListOf(reason: string | null, names: readonly string[]): boolean {
  if (reason === null || names.length === 0) return reason === null && names.length === 0;
  const given = reason.split(",").map((name) => name.trim());
  return given.length === names.length && names.every((name) => given.includes(name));
}
