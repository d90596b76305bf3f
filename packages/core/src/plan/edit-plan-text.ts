import { isCollection, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import type { Document, Node, ParsedNode, YAMLSeq } from "yaml";
import { PlanFaults } from "./plan-faults.ts";
import { formatPath, type PlanPath } from "./plan-path.ts";
import { readDocument } from "./read-document.ts";
import { LINE_WIDTH, layNew, padLikePrettier } from "./to-yaml.ts";

/** One change of a plan's text. `path` of a move is that of the list. */
export type PlanEdit =
  | { readonly kind: "set"; readonly path: PlanPath; readonly value: unknown }
  | { readonly kind: "remove"; readonly path: PlanPath }
  | { readonly kind: "move"; readonly path: PlanPath; readonly from: number; readonly to: number };

/**
 * The text with the changes made and everything else kept: comments, order, notation. What is around a change may be
 * spaced anew. A comment above an entry moves and goes with it. Throws `PlanFaults` for a text that is not YAML, and an
 * Error where a path leads through an alias or to nothing.
 */
export function editPlanText(text: string, edits: readonly PlanEdit[]): string {
  const document = readEditable(text);
  for (const edit of edits) apply(document, edit);
  visit(document, {
    Collection(_, node) {
      padLikePrettier(node as Parameters<typeof padLikePrettier>[0]);
    },
  });
  return document.toString({ lineWidth: LINE_WIDTH });
}

export interface ReadText {
  /** As far as it is there; not yet checked for being a plan. */
  readonly value: unknown;
  /** Comments above entries, by path (`fields.amount`, `passes[0]`). */
  readonly comments: Readonly<Record<string, string>>;
  /** 1-based line on which each entry begins, by path. */
  readonly lines: Readonly<Record<string, number>>;
}

/** A plan's text as plain values with its comments. Throws `PlanFaults` for a text that is not YAML. */
export function readPlanText(text: string): ReadText {
  const read = readDocument(text);
  if ("faults" in read) throw new PlanFaults("plan", read.faults);
  const found: Found = { comments: {}, lines: {} };
  const ends = new LineCounter();
  gather(readEditable(text, ends).contents, { path: [], ends, found });
  return { value: read.value, ...found };
}

function readEditable(text: string, lineCounter = new LineCounter()): Document<ParsedNode> {
  const read = readDocument(text);
  if ("faults" in read) throw new PlanFaults("plan", read.faults);
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    merge: false,
    uniqueKeys: false,
    stringKeys: true,
    resolveKnownTags: false,
    logLevel: "error",
    lineCounter,
  });
  visit(document, {
    Collection(_, node, parents) {
      // The comment above a list's entry is the entry's, not that of its first key.
      if (!isSeq(parents.at(-1)) || isSeq(node)) bindFirstComment(node as Commented);
    },
  });
  return document;
}

interface Commented {
  readonly items: unknown[];
  commentBefore?: string | null | undefined;
}

/** YAML's reader takes the comment above a collection's first entry for the collection's own. */
function bindFirstComment(collection: Commented): void {
  const [first] = collection.items;
  const node = first !== null && typeof first === "object" && "key" in first ? first.key : first;
  const isFree = isScalar(node) || isCollection(node) ? node.commentBefore == null : false;
  if (collection.commentBefore == null || !isFree) return;
  (node as Node).commentBefore = collection.commentBefore;
  collection.commentBefore = undefined;
}

interface Found {
  readonly comments: Record<string, string>;
  readonly lines: Record<string, number>;
}

interface Gathering {
  readonly path: PlanPath;
  readonly ends: LineCounter;
  readonly found: Found;
}

function gather(node: unknown, { path, ends, found }: Gathering): void {
  const note = (at: PlanPath, holder: unknown): void => {
    const { commentBefore, range } = (holder ?? {}) as Partial<Node>;
    if (range != null) found.lines[formatPath(at)] = ends.linePos(range[0]).line;
    if (commentBefore == null || commentBefore === "") return;
    const words = commentBefore.split("\n").map((line) => line.trim());
    found.comments[formatPath(at)] = words.join(" ");
  };
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const at = [...path, isScalar(key) ? String(key.value) : ""];
      note(at, key);
      gather(value, { path: at, ends, found });
    }
  } else if (isSeq(node)) {
    for (const [i, item] of node.items.entries()) {
      note([...path, i], item);
      gather(item, { path: [...path, i], ends, found });
    }
  }
}

function apply(document: Document<ParsedNode>, edit: PlanEdit): void {
  switch (edit.kind) {
    case "set":
      return set(document, edit.path, edit.value);
    case "remove":
      if (!document.deleteIn(edit.path)) throw new Error(`there is no ${formatPath(edit.path)}`);
      return;
    case "move": {
      const list = document.getIn(edit.path, true);
      if (!isSeq(list)) throw new Error(`${formatPath(edit.path)} is no list`);
      return move(list, edit.from, edit.to);
    }
  }
}

function set(document: Document<ParsedNode>, path: PlanPath, value: unknown): void {
  const before = document.getIn(path, true);
  if (isScalar(before) && (typeof value !== "object" || value === null)) {
    // The node stays, and with it a comment behind the value.
    before.value = value;
    delete before.source;
    return;
  }
  const node = document.createNode(value) as Node;
  layNew(node, path);
  const { commentBefore, comment } = (before ?? {}) as Partial<Node>;
  if (commentBefore != null) node.commentBefore = commentBefore;
  if (comment != null) node.comment = comment;
  document.setIn(path, node);
}

function move(list: YAMLSeq, from: number, to: number): void {
  const [item] = list.items.splice(from, 1);
  if (item === undefined) throw new Error(`there is no entry ${from}`);
  list.items.splice(to, 0, item);
}
