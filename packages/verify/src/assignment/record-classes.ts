/** The open records of a block as classes of interchangeable ones, and the candidates between classes. */
import type { CompareEntry, Side } from "@recon/core";
import { parsePlanDecimal } from "../canonical/decimal.ts";
import type { GroupedModel } from "../result/result-model.ts";
import type { TupleNumbers } from "../rules/key-index.ts";
import { isCandidate, type PassRules, type TestedField } from "../rules/pass-rules.ts";

/** The records of a class in the order in which they are taken. */
export type RecordClass = readonly number[];

export function classesOf(model: GroupedModel, identity: TupleNumbers, of: { side: Side; rows: ArrayLike<number> }) {
  const { side, rows } = of;
  const classes = new Map<number, number[]>();
  for (const row of Array.from(rows)) {
    const number = identity.numberOf(side, row, "included");
    const members = classes.get(number);
    if (members) members.push(row);
    else classes.set(number, [row]);
  }
  for (const members of classes.values()) members.sort((a, b) => model.records[side].compareRows(a, b));
  return [...classes.values()];
}

export interface ClassPair {
  readonly left: number;
  readonly right: number;
}

/** Positions of left and right classes whose records are candidates; `spend` is called before each is tried and may refuse. */
export function candidatePairs(
  rules: PassRules,
  lefts: readonly RecordClass[],
  { rights, spend }: { rights: readonly RecordClass[]; spend: () => boolean },
): ClassPair[] | undefined {
  const pairs: ClassPair[] = [];
  const within = nearby(rules, rights);
  for (const [left, [leftRow]] of lefts.entries()) {
    for (const right of within(leftRow!)) {
      if (!spend()) return undefined;
      if (isCandidate(rules, leftRow!, rights[right]![0]!)) pairs.push({ left, right });
    }
  }
  return pairs;
}

/** The right classes that may be candidates of a left record: those in the window of one condition, or all. */
function nearby(rules: PassRules, rights: readonly RecordClass[]): (left: number) => Iterable<number> {
  const window = rules.conditions.map(windowOf).find((found) => found !== undefined);
  if (window === undefined) return () => rights.keys();
  const placed = rights
    .map(([row], right) => ({ right, place: window.placeOf("right", row!) }))
    .filter((one): one is { right: number; place: bigint } => one.place !== null)
    .sort((a, b) => (a.place < b.place ? -1 : 1));
  return function* (left) {
    const place = window.placeOf("left", left);
    if (place === null) return;
    let at = firstFrom(placed, place - window.width);
    for (; at < placed.length && placed[at]!.place <= place + window.width; at++) yield placed[at]!.right;
  };
}

interface Window {
  readonly width: bigint;
  placeOf(side: Side, row: number): bigint | null;
}

/** Absolute tolerances and calendar days leave a window on a line; other conditions do not. */
function windowOf({ entry, values }: TestedField): Window | undefined {
  const width = widthOf(entry, values.scale);
  if (width === undefined) return undefined;
  const placeOf = (side: Side, row: number): bigint | null => {
    const id = values.ids[side][row]!;
    if (values.isDecimal) return values.unitsOf(id);
    const day = values.dayOf(id);
    return day === null ? null : BigInt(day);
  };
  return { width, placeOf };
}

function widthOf(entry: CompareEntry, scale: number): bigint | undefined {
  if ("within" in entry && "absolute" in entry.within) {
    const limit = parsePlanDecimal(entry.within.absolute);
    return (limit.units * 10n ** BigInt(scale)) / 10n ** BigInt(limit.scale);
  }
  const days = "dateWithin" in entry ? entry.dateWithin : undefined;
  return days === undefined || (days.calendar ?? "calendar") !== "calendar" ? undefined : BigInt(days.days);
}

function firstFrom(placed: readonly { readonly place: bigint }[], least: bigint): number {
  let [low, high] = [0, placed.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placed[middle]!.place < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
