/** Keyed passes (matching.md §4): law 5, duplicates are legitimate until shown otherwise. */
import { comparedEntries, differingFields, type PassScope } from "./agreement.ts";
import { assign, type Cost } from "./assignment.ts";
import { byKey, classesOf, inTakingOrder } from "./classes.ts";
import type { OracleRecord } from "./oracle-types.ts";
import { confirmedPair, fromAssignment, suggestion, type PassOutcome, type Proposal } from "./proposals.ts";
import { ONE, absolute, dayOf, decimalUnits, identityOf } from "./values.ts";

const LARGEST_ASSIGNMENT = 300;

export function runKeyed(scope: PassScope, on: readonly string[]): PassOutcome {
  const [left, right] = [byKey(scope.left, on), byKey(scope.right, on)];
  const parts = [...left].map(([key, records]) => decideKey(scope, records, right.get(key) ?? []));
  return { groups: parts.flatMap((part) => part.groups), flagged: parts.flatMap((part) => part.flagged) };
}

function decideKey(scope: PassScope, left: readonly OracleRecord[], right: readonly OracleRecord[]): PassOutcome {
  if (right.length === 0) return { groups: [], flagged: [] };
  const equal = pairEqual(scope, left, right);
  const [restL, restR] = [equal.restLeft, equal.restRight];
  if (restL.length === 0 || restR.length === 0) return { groups: equal.groups, flagged: [...restL, ...restR] };
  const rest = decideRest(scope, restL, restR);
  return { groups: [...equal.groups, ...rest.groups], flagged: rest.flagged };
}

/** Rule 1: records with exactly equal compared fields pair first. */
function pairEqual(scope: PassScope, left: readonly OracleRecord[], right: readonly OracleRecord[]) {
  const fields = comparedEntries(scope).map(({ field }) => field);
  const groups: Proposal[] = [];
  const restRight = inTakingOrder(right);
  const restLeft = inTakingOrder(left).filter((l) => {
    const sought = identityOf(l.values, fields);
    const found = restRight.findIndex((r) => identityOf(r.values, fields) === sought);
    if (found < 0) return true;
    groups.push(confirmedPair(l, restRight.splice(found, 1)[0]!));
    return false;
  });
  return { groups, restLeft, restRight };
}

/** Rules 3 to 5, where both sides have something left. */
function decideRest(scope: PassScope, left: readonly OracleRecord[], right: readonly OracleRecord[]): PassOutcome {
  const [leftClasses, rightClasses] = [classesOf(left, scope), classesOf(right, scope)];
  if (leftClasses.length === 1 && rightClasses.length === 1) {
    const [l, r] = [leftClasses[0]!, rightClasses[0]!];
    const count = Math.min(l.length, r.length);
    const groups = l.slice(0, count).map((record, i) => confirmedPair(record, r[i]!));
    return { groups, flagged: [...l.slice(count), ...r.slice(count)] };
  }
  if (left.length === right.length && left.length <= LARGEST_ASSIGNMENT) {
    const assignment = assign(leftClasses, rightClasses, (l, r) => contentCost(scope, l, r));
    return { groups: fromAssignment(assignment), flagged: [] };
  }
  return { groups: [suggestion(left, right)], flagged: [] };
}

/** Number of differing compared fields, then how far numbers, money and dates (calendar days) are apart. */
function contentCost(scope: PassScope, l: OracleRecord, r: OracleRecord): Cost {
  let distance = 0n;
  for (const { field } of comparedEntries(scope)) {
    const [a, b] = [l.values.get(field) ?? null, r.values.get(field) ?? null];
    const [unitsA, unitsB, dayA, dayB] = [decimalUnits(a), decimalUnits(b), dayOf(a), dayOf(b)];
    if (unitsA !== null && unitsB !== null) distance += absolute(unitsA - unitsB);
    if (dayA !== null && dayB !== null) distance += BigInt(Math.abs(dayA - dayB)) * ONE;
  }
  return [BigInt(differingFields(l, r, scope).length), distance];
}
