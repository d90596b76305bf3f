/**
 * What the open records of a block must become (docs/matching.md, section 5), decided anew: the pairs that every optimal assignment has, and
 * the suggestions that hold what differs between them. What the result set states plays no part in it.
 */
import { sides, type Plan, type Side } from "@recon/core";
import type { ExpectedGroup } from "../completeness/pass-check.ts";
import type { GroupedModel } from "../result/result-model.ts";
import { TupleNumbers } from "../rules/key-index.ts";
import { compilePairCost, type CostOf, type PairCost } from "../rules/pair-cost.ts";
import type { PassRules } from "../rules/pass-rules.ts";
import type { Rows } from "../rules/sum-rule.ts";
import { certainPairs } from "./certain-pairs.ts";
import { Circulation, type PairArc } from "./circulation.ts";
import { Partition } from "./partition.ts";
import { findAssignment } from "./find-assignment.ts";
import { candidatePairs, classesOf, type ClassPair, type RecordClass } from "./record-classes.ts";
import { TooMuchWork, WorkLimit } from "./work-limit.ts";

/** Steps over arcs for one connected component. */
const MAX_STEPS = 50_000_000;

/** A part of a block that is decided by itself; `groups` is undefined where it was too much work. */
export interface DecidedPart {
  readonly rows: Rows;
  readonly groups: readonly ExpectedGroup[] | undefined;
}

interface Classes {
  readonly left: readonly RecordClass[];
  readonly right: readonly RecordClass[];
}

export class AssignmentOracle {
  readonly #model: GroupedModel;
  readonly #rules: PassRules;
  readonly #identity: TupleNumbers;
  readonly #costOf: CostOf;

  constructor(plan: Plan, model: GroupedModel, rules: PassRules) {
    this.#model = model;
    this.#rules = rules;
    this.#costOf = compilePairCost(plan, rules);
    const tested = [...rules.conditions, ...rules.compared].map(({ values }) => values);
    this.#identity = new TupleNumbers(rules.currency ? [...tested, rules.currency] : tested);
  }

  /** Every record of one side is a candidate of every one of the other (keyed passes). */
  decideAll(rows: Readonly<Record<Side, ArrayLike<number>>>): DecidedPart {
    const classes = this.#classes(rows);
    const pairs = classes.left.flatMap((_, left) => classes.right.map((__, right) => ({ left, right })));
    return this.#decide(classes, pairs);
  }

  /** Candidates are the pairs that satisfy the conditions; undefined where `spend` refuses to try them all. */
  decideCandidates(rows: Rows, spend: () => boolean): DecidedPart[] | undefined {
    const { left, right } = this.#classes(rows);
    const pairs = candidatePairs(this.#rules, left, { rights: right, spend });
    if (pairs === undefined) return undefined;
    return components({ left, right }, pairs).map((part) => this.#decide(part.classes, part.pairs));
  }

  #classes(rows: Readonly<Record<Side, ArrayLike<number>>>): Classes {
    const of = (side: Side) => classesOf(this.#model, this.#identity, { side, rows: rows[side] });
    return { left: of("left"), right: of("right") };
  }

  #decide(classes: Classes, pairs: readonly ClassPair[]): DecidedPart {
    const rows = { left: Int32Array.from(classes.left.flat()), right: Int32Array.from(classes.right.flat()) };
    if (pairs.length === 0) return { rows, groups: [] };
    try {
      return { rows, groups: this.#expectedGroups(classes, pairs) };
    } catch (cause) {
      if (cause instanceof TooMuchWork) return { rows, groups: undefined };
      throw cause;
    }
  }

  #expectedGroups(classes: Classes, pairs: readonly ClassPair[]): ExpectedGroup[] {
    const limit = new WorkLimit(MAX_STEPS);
    limit.spend(pairs.length);
    const counts = (of: readonly RecordClass[]): number[] => of.map((members) => members.length);
    const priced = this.#priced(classes, pairs);
    const circulation = new Circulation(counts(classes.left), counts(classes.right), priced);
    findAssignment(circulation, limit);
    circulation.optimise(limit);
    const { least, varying } = certainPairs(circulation, pairs, limit);
    return this.#groups(classes, { pairs, least, varying });
  }

  /** Lexicographic costs as one number each. */
  #priced({ left, right }: Classes, pairs: readonly ClassPair[]): PairArc[] {
    const costs = pairs.map((pair): PairCost => this.#costOf(left[pair.left]![0]!, right[pair.right]![0]!));
    const most = BigInt(Math.min(left.flat().length, right.flat().length));
    const dearest = costs.reduce((largest, { sum }) => (sum > largest ? sum : largest), 0n);
    const perField = 1n + most * dearest;
    return pairs.map((pair, at) => ({ ...pair, cost: BigInt(costs[at]!.differing) * perField + costs[at]!.sum }));
  }

  #groups(
    classes: Classes,
    { pairs, least, varying }: { pairs: readonly ClassPair[]; least: Int32Array; varying: Partition },
  ): ExpectedGroup[] {
    const served = {
      left: this.#served("left", classes, { pairs, least }),
      right: this.#served("right", classes, { pairs, least }),
    };
    const groups: ExpectedGroup[] = pairs.flatMap((_, at) =>
      served.left.rows[at]!.map((row, i) => ({ left: [row], right: [served.right.rows[at]![i]!], suggested: false })),
    );
    const joined = new Map<number, { left: number[]; right: number[]; suggested: boolean }>();
    const isVarying = new Set(
      pairs.flatMap(({ left, right }) => {
        const [a, b] = [1 + left, 1 + classes.left.length + right];
        return varying.isJoined(a, b) ? [a, b] : [];
      }),
    );
    for (const side of sides) {
      for (const [at, members] of classes[side].entries()) {
        const node = 1 + (side === "left" ? at : classes.left.length + at);
        if (!isVarying.has(node)) continue;
        const set = varying.setOf(node);
        const group = joined.get(set) ?? { left: [], right: [], suggested: true };
        group[side].push(...members.slice(served[side].taken[at]));
        joined.set(set, group);
      }
    }
    return [...groups, ...joined.values()];
  }

  /** Which records of a side each pair of classes takes: a class serves its partners in the order of their smallest content hashes. */
  #served(
    side: Side,
    classes: Classes,
    { pairs, least }: { pairs: readonly ClassPair[]; least: Int32Array },
  ): { rows: (readonly number[])[]; taken: Int32Array } {
    const other = side === "left" ? "right" : "left";
    const first = (at: number): number => classes[other][pairs[at]![other]]![0]!;
    const certain = [...pairs.keys()].filter((at) => least[at]! > 0);
    const order = certain.sort((a, b) => this.#model.records[other].compareRows(first(a), first(b)));
    const taken = new Int32Array(classes[side].length);
    const rows: (readonly number[])[] = pairs.map(() => []);
    for (const at of order) {
      const own = pairs[at]![side];
      rows[at] = classes[side][own]!.slice(taken[own]!, taken[own]! + least[at]!);
      taken[own]! += least[at]!;
    }
    return { rows, taken };
  }
}

/** Classes that no candidates join, even by way of others, are decided apart. */
function components({ left, right }: Classes, pairs: readonly ClassPair[]): { classes: Classes; pairs: ClassPair[] }[] {
  const partition = new Partition(left.length + right.length);
  for (const pair of pairs) partition.join(pair.left, left.length + pair.right);
  const parts = new Map<number, { classes: { left: RecordClass[]; right: RecordClass[] }; pairs: ClassPair[] }>();
  const places = new Int32Array(left.length + right.length);
  for (const [node, members] of [...left, ...right].entries()) {
    const set = partition.setOf(node);
    const part = parts.get(set) ?? { classes: { left: [], right: [] }, pairs: [] };
    places[node] = part.classes[node < left.length ? "left" : "right"].push(members) - 1;
    parts.set(set, part);
  }
  for (const pair of pairs) {
    const part = parts.get(partition.setOf(pair.left))!;
    part.pairs.push({ left: places[pair.left]!, right: places[left.length + pair.right]! });
  }
  return [...parts.values()];
}
