/** An outcome of one record, as docs/matching.md section 6 names them. */
export type Outcome = "matched" | "differs" | "suggested" | "unmatched" | "duplicate" | "excluded" | "rejected";
/** The shape of a group. */
export type GroupKind = "1:1" | "1:n" | "n:1" | "n:m" | "net";

/** What one kind of planted problem is, and what the right run makes of each of its cases. */
export type CaseKind = {
  about: string;
  /** Every left record's outcome, or, as a list, the outcomes of the case's left records in any order. */
  left?: Outcome | Outcome[];
  right?: Outcome | Outcome[];
  /** Confirmed groups that each case gives. */
  groups?: Partial<Record<GroupKind, number>>;
  /** The pass that forms the groups. */
  pass?: string;
  /** The fields that a `differs` names. */
  fields?: string[];
  /** All grouped records of a case stand in one group. */
  together?: true;
  /** Ordinary cases are counted, but their rows are not listed. */
  ordinary?: true;
};

/** A case as truth.json lists it: left row ids, right row ids. */
export type CaseRows = [left: number[], right: number[]];

/** truth.json. */
export type Truth = {
  sides: Record<"left" | "right", { rows: number } & Record<Outcome, number>>;
  groups: Record<GroupKind, number>;
  kinds: Record<string, CaseKind & { count: number; cases?: CaseRows[] }>;
};

type Case<L, R> = { kind: string; left: L[]; right: R[] };

/** Collects the rows of both sides case by case and derives the truth from how the cases were made. */
export class CaseBook<L extends object, R extends object> {
  readonly left: L[] = [];
  readonly right: R[] = [];
  readonly #kinds: Record<string, CaseKind>;
  readonly #cases: Case<L, R>[] = [];

  constructor(kinds: Record<string, CaseKind>) {
    this.#kinds = kinds;
  }

  add(kind: string, left: L[], right: R[]): void {
    if (this.#kinds[kind] === undefined) throw new Error(`unknown kind of case: ${kind}`);
    this.#cases.push({ kind, left, right });
    this.left.push(...left);
    this.right.push(...right);
  }

  /** The truth for the rows in the order in which they are written. */
  truth(leftOrder: readonly L[], rightOrder: readonly R[]): Truth {
    const ids = { left: rowIds(leftOrder), right: rowIds(rightOrder) };
    const truth: Truth = {
      sides: { left: noOutcomes(leftOrder.length), right: noOutcomes(rightOrder.length) },
      groups: { "1:1": 0, "1:n": 0, "n:1": 0, "n:m": 0, net: 0 },
      kinds: {},
    };
    for (const [name, kind] of Object.entries(this.#kinds)) {
      truth.kinds[name] = { ...kind, count: 0, ...(kind.ordinary ? {} : { cases: [] }) };
    }
    for (const entry of this.#cases) record(truth, entry, [idsOf(entry.left, ids.left), idsOf(entry.right, ids.right)]);
    return truth;
  }
}

/** truth.json as text: indented, but one line for the cases of a kind. */
export function formatTruth(truth: Truth): string {
  const kinds = Object.entries(truth.kinds).map(
    ([name, kind]) => `    ${JSON.stringify(name)}: ${JSON.stringify(kind).replace(',"cases":', ',\n      "cases":')}`,
  );
  const head = [`  "sides": ${JSON.stringify(truth.sides)}`, `  "groups": ${JSON.stringify(truth.groups)}`];
  return `{\n${head.join(",\n")},\n  "kinds": {\n${kinds.join(",\n")}\n  }\n}\n`;
}

function record(truth: Truth, entry: Case<object, object>, rows: CaseRows): void {
  const kind = truth.kinds[entry.kind]!;
  kind.count++;
  kind.cases?.push(rows);
  for (const [side, sideRows] of [["left", rows[0]] as const, ["right", rows[1]] as const]) {
    for (const outcome of outcomesOf(kind[side], sideRows.length, entry.kind)) truth.sides[side][outcome]++;
  }
  for (const [shape, count] of Object.entries(kind.groups ?? {})) truth.groups[shape as GroupKind] += count;
}

function outcomesOf(expected: Outcome | Outcome[] | undefined, count: number, kind: string): Outcome[] {
  if (typeof expected === "string") return Array.from({ length: count }, () => expected);
  if ((expected ?? []).length !== count) throw new Error(`${kind}: ${count} rows, other number of outcomes`);
  return expected ?? [];
}

function rowIds<T>(order: readonly T[]): Map<T, number> {
  const ids = new Map(order.map((row, at) => [row, at + 1]));
  if (ids.size !== order.length) throw new Error("a row is written twice");
  return ids;
}

function idsOf<T>(rows: readonly T[], ids: Map<T, number>): number[] {
  return rows.map((row) => {
    const id = ids.get(row);
    if (id === undefined) throw new Error("a row of a case is not written");
    return id;
  });
}

function noOutcomes(rows: number): { rows: number } & Record<Outcome, number> {
  return { rows, matched: 0, differs: 0, suggested: 0, unmatched: 0, duplicate: 0, excluded: 0, rejected: 0 };
}
