import { isAlias, isMap, isScalar, isSeq, visit } from "yaml";
import type { Document, LineCounter, Node, Pair, YAMLMap } from "yaml";
import { keyOf, offsetOf } from "./plain-value.ts";
import type { PlanPath } from "./plan-path.ts";

/** Finds what stands where in a document that was read without a fault. */
export interface DocumentPlaces {
  /** The value's place (with `atKey` its key's), or that of the nearest thing around it which is there. */
  place(path: PlanPath, atKey?: boolean): { line: number; column: number };
  /** A scalar as its writer wrote it, so that `0.050` keeps its zero. */
  written(path: PlanPath): string | undefined;
}

interface Found {
  readonly node: unknown;
  readonly key?: unknown;
  readonly complete: boolean;
}

interface NodeIndex {
  readonly anchors: ReadonlyMap<string, Node>;
  /** Pairs by key, filled as maps are walked: a plan may have thousands of faults in one map. */
  readonly pairs: WeakMap<YAMLMap, ReadonlyMap<string, Pair>>;
}

/** The places of a document's values by their paths. */
export function documentPlaces(document: Document.Parsed, lines: LineCounter): DocumentPlaces {
  const index: NodeIndex = { anchors: anchoredNodes(document), pairs: new WeakMap() };
  const find = (path: PlanPath): Found => walk(document.contents, path, index);
  return {
    place(path, atKey = false) {
      const { node, key, complete } = find(path);
      const { line, col } = lines.linePos(
        offsetOf(key !== undefined && (atKey || !complete || isEmpty(node)) ? key : node),
      );
      return { line, column: col };
    },
    written(path) {
      const { node, complete } = find(path);
      return complete && isScalar(node) ? node.source : undefined;
    },
  };
}

function walk(root: unknown, path: PlanPath, index: NodeIndex): Found {
  let found: Found = { node: root, complete: true };
  for (const step of path) {
    const next = child(found.node, step, index);
    if (next === undefined) return { ...found, complete: false };
    // An alias is at fault where its value was written, unless nothing is there.
    const target = isAlias(next.node) ? (index.anchors.get(next.node.source) ?? next.node) : next.node;
    found = { ...next, node: target, complete: true };
  }
  return found;
}

function child(node: unknown, step: string | number, index: NodeIndex): { node: unknown; key?: unknown } | undefined {
  if (isSeq(node) && typeof step === "number") return step < node.items.length ? { node: node.items[step] } : undefined;
  if (!isMap(node)) return undefined;
  const pairs = index.pairs.get(node) ?? new Map(node.items.map((pair) => [keyOf(pair), pair]));
  index.pairs.set(node, pairs);
  const pair = pairs.get(String(step));
  return pair === undefined ? undefined : { node: pair.value, key: pair.key };
}

function anchoredNodes(document: Document.Parsed): Map<string, Node> {
  const anchors = new Map<string, Node>();
  visit(document, {
    Value(_, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return anchors;
}

function isEmpty(node: unknown): boolean {
  return node === null || (isScalar(node) && node.value === null && node.source === "");
}
