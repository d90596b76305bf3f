import { isDeepStrictEqual } from "node:util";
import type { PlanChange } from "@recon/api";
import type { Plan } from "@recon/core";

/** What changed from one plan to another, place by place. Passes are told apart by name, other lists by position. */
export function diffPlans(before: Plan, after: Plan): PlanChange[] {
  return [...changes("", before, after)];
}

function* changes(path: string, before: unknown, after: unknown): Generator<PlanChange> {
  if (isDeepStrictEqual(before, after)) return;
  if (isNamedList(before) && isNamedList(after)) return yield* namedChanges(path, before, after);
  const isBoth = Array.isArray(before) === Array.isArray(after) && isContainer(before) && isContainer(after);
  if (!isBoth || (Array.isArray(before) && !before.some(isContainer)))
    return yield { path, kind: "changed", before, after };
  yield* keyedChanges(path, before, after);
}

type Container = Record<string, unknown>;
const isContainer = (value: unknown): value is Container => typeof value === "object" && value !== null;
type Named = Container & { readonly name: string };
const isNamedList = (value: unknown): value is Named[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => isContainer(one) && typeof one["name"] === "string");

function* keyedChanges(path: string, before: Container, after: Container): Generator<PlanChange> {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const at = Array.isArray(before) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    if (!(key in after)) yield { path: at, kind: "removed", before: before[key] };
    else if (!(key in before)) yield { path: at, kind: "added", after: after[key] };
    else yield* changes(at, before[key], after[key]);
  }
}

function* namedChanges(path: string, before: readonly Named[], after: readonly Named[]): Generator<PlanChange> {
  const find = (list: readonly Named[], name: string): Named | undefined => list.find((one) => one.name === name);
  for (const one of before)
    if (find(after, one.name) === undefined) yield { path: `${path}[${one.name}]`, kind: "removed", before: one };
  const kept = before.filter(({ name }) => find(after, name) !== undefined).map(({ name }) => name);
  const order = after.filter(({ name }) => kept.includes(name)).map(({ name }) => name);
  for (const [position, one] of after.entries()) {
    const earlier = find(before, one.name);
    const at = `${path}[${one.name}]`;
    if (earlier === undefined) {
      yield { path: at, kind: "added", after: one };
      continue;
    }
    if (kept.indexOf(one.name) !== order.indexOf(one.name))
      yield { path: at, kind: "moved", before: before.indexOf(earlier), after: position };
    yield* changes(at, earlier, one);
  }
}
