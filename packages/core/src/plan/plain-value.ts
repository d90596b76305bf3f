import { isAlias, isMap, isScalar, isSeq } from "yaml";
import type { Alias, Document, Node, Pair, YAMLMap } from "yaml";
import { formatPath } from "./plan-path.ts";
import type { PlanPath } from "./plan-path.ts";

/** Values a plan may hold once its aliases are written out; a "billion laughs" text passes it at once. */
const MOST_VALUES = 200_000;

export interface OffsetFault {
  readonly path: string;
  readonly offset: number;
  readonly message: string;
}

interface Conversion {
  readonly faults: OffsetFault[];
  readonly anchors: Map<string, Node>;
  /** Anchors of the nodes being converted: an alias to one of them has no end. */
  readonly open: Set<string>;
  values: number;
}

/** The plain value of a YAML document; duplicate keys, `__proto__` and unbounded aliases are faults. */
export function plainValue(document: Document.Parsed): { value: unknown; faults: readonly OffsetFault[] } {
  const conversion: Conversion = { faults: [], anchors: new Map(), open: new Set(), values: 0 };
  const value = convert(conversion, document.contents, []);
  return { value, faults: conversion.faults };
}

function convert(conversion: Conversion, node: unknown, path: PlanPath): unknown {
  conversion.values += 1;
  if (conversion.values > MOST_VALUES) return tooMany(conversion, node, path);
  if (isAlias(node)) return convertAlias(conversion, node, path);
  if (isScalar(node)) {
    if (node.anchor !== undefined) conversion.anchors.set(node.anchor, node);
    return node.value;
  }
  if (!isMap(node) && !isSeq(node)) return null;
  const { anchor } = node;
  if (anchor !== undefined) {
    conversion.anchors.set(anchor, node);
    conversion.open.add(anchor);
  }
  const value = isMap(node)
    ? convertMap(conversion, node, path)
    : node.items.map((item, index) => convert(conversion, item, [...path, index]));
  if (anchor !== undefined) conversion.open.delete(anchor);
  return value;
}

function convertMap(conversion: Conversion, map: YAMLMap, path: PlanPath): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const pair of map.items) {
    const key = keyOf(pair);
    const keyPath = [...path, key];
    if (Object.hasOwn(value, key)) {
      addFault(conversion, pair.key, keyPath, `the key ${JSON.stringify(key)} stands twice`);
    } else if (key === "__proto__") {
      addFault(conversion, pair.key, keyPath, 'nothing in a plan can be named "__proto__"');
    } else {
      value[key] = convert(conversion, pair.value, keyPath);
    }
  }
  return value;
}

function convertAlias(conversion: Conversion, alias: Alias, path: PlanPath): unknown {
  const target = conversion.anchors.get(alias.source);
  if (target === undefined) {
    return addFault(conversion, alias, path, `no anchor &${alias.source} stands before this alias`);
  }
  if (conversion.open.has(alias.source)) {
    return addFault(conversion, alias, path, `*${alias.source} stands inside what it stands for`);
  }
  return convert(conversion, target, path);
}

function tooMany(conversion: Conversion, node: unknown, path: PlanPath): null {
  if (conversion.values === MOST_VALUES + 1) {
    addFault(conversion, node, path, `a plan holds at most ${MOST_VALUES} values, aliases written out`);
  }
  return null;
}

function addFault(conversion: Conversion, node: unknown, path: PlanPath, message: string): null {
  conversion.faults.push({ path: formatPath(path), offset: offsetOf(node), message });
  return null;
}

/** The text of a pair's key; `stringKeys` has made all keys texts. */
export function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : "";
}

/** Where a node starts in the text; 0 for what has no place. */
export function offsetOf(node: unknown): number {
  return (node as Partial<Node> | null)?.range?.[0] ?? 0;
}
