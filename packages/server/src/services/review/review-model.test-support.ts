/** What review should do to the run of `testing/review-run.ts`, as simply as it can be said. */
import fc from "fast-check";

export type ModelCommand =
  | { readonly kind: "writeOff" | "reopen" | "assign"; readonly at: string }
  | { readonly kind: "accept" | "reject" | "split"; readonly group: number }
  | {
      readonly kind: "match";
      readonly left: readonly number[];
      readonly right: readonly number[];
      readonly reason: boolean;
    }
  | { readonly kind: "undo"; readonly back: number };

export interface Step {
  readonly actor: number;
  readonly command: ModelCommand;
}

const record = fc.constantFrom(
  ...["left", "right"].flatMap((side) => [1, 3, 4, 5, 6, 7, 8].map((row) => `${side}:${row}`)),
  "group:3",
  "group:4",
);
const rows = fc.uniqueArray(fc.constantFrom(4, 5, 6, 7, 8, 1), { maxLength: 2 });
const taking = fc.oneof(
  { weight: 4, arbitrary: fc.record({ left: rows, right: rows }) },
  { weight: 1, arbitrary: fc.constant({ left: [7, 8], right: [] }) },
);
const group = fc.constantFrom(1, 2, 3, 4, -1, -2, -3);

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    actor: fc.nat(2),
    command: fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constantFrom("writeOff" as const, "reopen" as const, "assign" as const),
          at: record,
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constantFrom("accept" as const, "reject" as const, "split" as const), group }),
      },
      {
        weight: 4,
        arbitrary: fc
          .tuple(taking, fc.boolean())
          .map(([sides, reason]) => ({ kind: "match" as const, ...sides, reason })),
      },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant("undo" as const), back: fc.nat(3) }) },
    ),
  }),
  { minLength: 8, maxLength: 22 },
);

interface State {
  state: string;
  group: number | null;
  was?: string;
}

const cents: Readonly<Record<string, number>> = {
  "left:1": 1000, "left:2": 2000, "left:3": 3000, "left:4": 4000, "left:5": 4002, "left:6": 6000, "left:7": 4000, "left:8": -4000,
  "right:1": 1000, "right:2": 2000, "right:3": 3001, "right:4": 4001, "right:5": 4001, "right:6": 10_000, "right:7": 6000, "right:8": 6000,
}; // prettier-ignore

interface Decision {
  readonly before: ReadonlyMap<string, State | undefined>;
  undone: boolean;
}

export class ReviewModel {
  readonly items = new Map<string, State>();
  readonly decisions: Decision[] = [];
  readonly #lastTouch = new Map<string, number>();
  #made = 0;

  constructor() {
    for (const side of ["left", "right"]) {
      for (let row = 1; row <= 8; row++) this.items.set(`${side}:${row}`, { state: "unmatched", group: null });
      for (const row of [1, 2]) this.items.set(`${side}:${row}`, { state: "matched", group: row });
      this.items.set(`${side}:3`, { state: "differs", group: 3 });
    }
    for (const at of ["left:4", "left:5", "right:4"]) this.items.set(at, { state: "suggested", group: 4 });
    for (const id of [1, 2, 3]) this.items.set(`group:${id}`, { state: "matched", group: null });
    this.items.set("group:4", { state: "suggested", group: null });
  }

  /** Members that the run gave its groups, whatever became of them. */
  readonly #runMembers: Readonly<Record<number, readonly string[]>> = {
    1: ["left:1", "right:1"],
    2: ["left:2", "right:2"],
    3: ["left:3", "right:3"],
    4: ["left:4", "left:5", "right:4"],
  };

  #members(id: number): readonly string[] {
    return id > 0 ? this.#runMembers[id]! : [...this.items].filter(([, item]) => item.group === id).map(([at]) => at);
  }

  /** Whether the command is allowed; if so it is done. */
  apply(command: ModelCommand): boolean {
    const next = this.#next(command);
    if (next === undefined) return false;
    const index = this.decisions.length;
    this.decisions.push({ before: new Map([...next.keys()].map((at) => [at, this.items.get(at)])), undone: false });
    for (const [at, item] of next) {
      this.items.set(at, item);
      this.#lastTouch.set(at, index);
    }
    return true;
  }

  #next(command: ModelCommand): Map<string, State> | undefined {
    switch (command.kind) {
      case "assign":
        return new Map([[command.at, this.items.get(command.at)!]]);
      case "writeOff":
        return this.#writeOff(command.at);
      case "reopen":
        return this.#reopen(command.at);
      case "match":
        return this.#match(command);
      case "undo":
        return this.#undo(command.back);
      default:
        return this.#group(command.kind, command.group);
    }
  }

  #writeOff(at: string): Map<string, State> | undefined {
    const item = this.items.get(at)!;
    const off = (state: State): State => ({ ...state, state: "writtenOff", was: state.state });
    if (!at.startsWith("group")) return item.state === "unmatched" ? new Map([[at, off(item)]]) : undefined;
    const members = this.#members(Number(at.slice(6)));
    if (item.state !== "matched" || !members.some((one) => this.items.get(one)!.state === "differs")) return undefined;
    return new Map([
      [at, { ...item, state: "writtenOff" }],
      ...members.map((one): [string, State] => [one, off(this.items.get(one)!)]),
    ]);
  }

  #reopen(at: string): Map<string, State> | undefined {
    const item = this.items.get(at)!;
    const on = (state: State): State => ({ state: state.was!, group: state.group });
    const isGroup = at.startsWith("group");
    const members = isGroup ? this.#members(Number(at.slice(6))) : [];
    if (item.state === "writtenOff") {
      if (!isGroup) return new Map([[at, on(item)]]);
      return new Map([
        [at, { ...item, state: "matched" }],
        ...members.map((one): [string, State] => [one, on(this.items.get(one)!)]),
      ]);
    }
    if (!isGroup || item.state !== "rejected" || !members.every((one) => this.#isFree(one))) return undefined;
    return new Map([
      [at, { ...item, state: "suggested" }],
      ...members.map((one): [string, State] => [one, { state: "suggested", group: Number(at.slice(6)) }]),
    ]);
  }

  #isFree(at: string): boolean {
    const item = this.items.get(at)!;
    return item.state === "unmatched" && item.group === null;
  }

  #group(kind: "accept" | "reject" | "split", id: number): Map<string, State> | undefined {
    const item = this.items.get(`group:${id}`);
    if (item === undefined) return undefined;
    const members = this.#members(id);
    const all = (state: State): [string, State][] => members.map((one) => [one, state]);
    if (kind === "split") {
      if (item.state !== "matched" && item.state !== "writtenOff") return undefined;
      return new Map([[`group:${id}`, { ...item, state: "split" }], ...all({ state: "unmatched", group: null })]);
    }
    if (item.state !== "suggested") return undefined;
    if (kind === "reject")
      return new Map([[`group:${id}`, { ...item, state: "rejected" }], ...all({ state: "unmatched", group: null })]);
    const made = -++this.#made;
    return new Map([
      [`group:${id}`, { ...item, state: "accepted" }],
      [`group:${made}`, { state: "matched", group: null }],
      ...all({ state: "matched", group: made }),
    ]);
  }

  #match({ left, right, reason }: Extract<ModelCommand, { kind: "match" }>): Map<string, State> | undefined {
    const members = [...left.map((row) => `left:${row}`), ...right.map((row) => `right:${row}`)];
    if (!members.every((at) => this.#isFree(at))) return undefined;
    if (members.includes("right:8")) return undefined; // the only one in dollars
    const sum = (side: string): number =>
      members.filter((at) => at.startsWith(side)).reduce((total, at) => total + cents[at]!, 0);
    if (members.length < 2) return undefined;
    const isOneSided = left.length === 0 || right.length === 0;
    // Records of one side cancel out, and then there is no rest to give a reason for.
    if (isOneSided ? sum("left") !== sum("right") || reason : sum("left") !== sum("right") && !reason) return undefined;
    const made = -++this.#made;
    return new Map([
      [`group:${made}`, { state: "matched", group: null }],
      ...members.map((at): [string, State] => [at, { state: "matched", group: made }]),
    ]);
  }

  /** The decision so many before the last one. */
  #undo(back: number): Map<string, State> | undefined {
    const index = this.decisions.length - 1 - back;
    const decision = this.decisions[index];
    if (decision === undefined || decision.undone) return undefined;
    if ([...decision.before.keys()].some((at) => this.#lastTouch.get(at) !== index)) return undefined;
    decision.undone = true;
    return new Map(
      [...decision.before].map(([at, before]) => [at, before ?? { ...this.items.get(at)!, state: "split" }]),
    );
  }
}
