import { ReconError } from "@recon/core";
import type { FileMetaData, SchemaElement, SchemaTree } from "hyparquet";
import { parquetSchema } from "hyparquet";
import { leafFormat, type LeafFormat } from "./leaf-format.ts";

/** A column of values in the file; nested columns have several. */
export interface Leaf {
  readonly kind: "leaf";
  /** Place among the column chunks of each row group. */
  readonly index: number;
  readonly path: readonly string[];
  readonly element: SchemaElement;
  readonly format: LeafFormat;
  readonly maxDefinition: number;
  readonly maxRepetition: number;
}

/** A struct, list or map. `shape` says how its children become JSON. */
export interface Group {
  readonly kind: "group";
  readonly shape: "struct" | "list" | "map";
  readonly children: readonly Node[];
}

/** A node of the schema with the levels at which it is present and repeats. */
export interface Node {
  readonly name: string;
  readonly repetition: "REQUIRED" | "OPTIONAL" | "REPEATED";
  /** Definition level from which this node is present (a repeated node: has an element). */
  readonly definition: number;
  /** Repetition level of a further element of this node. */
  readonly level: number;
  readonly content: Leaf | Group;
  /** The leaf whose levels decide whether the node is present. */
  readonly firstLeaf: Leaf;
}

const maxDepth = 64;

/** The top-level columns of a file. Throws `INPUT_FORMAT` for schemas no table has. */
export function columnNodes(metadata: FileMetaData, path: string): readonly Node[] {
  let leaves = 0;
  const convert = (tree: SchemaTree, parent: { definition: number; level: number }): Node => {
    const repetition = tree.element.repetition_type ?? "REQUIRED";
    const definition = parent.definition + (repetition === "REQUIRED" ? 0 : 1);
    const level = parent.level + (repetition === "REPEATED" ? 1 : 0);
    if (tree.path.length > maxDepth) throw tooDeep(path, tree.path);
    if (tree.element.type !== undefined) {
      const leaf = makeLeaf(tree, { index: leaves++, definition, level });
      return { name: tree.element.name, repetition, definition, level, content: leaf, firstLeaf: leaf };
    }
    const children = tree.children.map((child) => convert(child, { definition, level }));
    const first = children[0];
    if (first === undefined) throw emptyGroup(path, tree.path);
    const content: Group = { kind: "group", shape: groupShape(tree), children };
    return { name: tree.element.name, repetition, definition, level, content, firstLeaf: first.firstLeaf };
  };
  return parquetSchema(metadata).children.map((tree) => convert(tree, { definition: 0, level: 0 }));
}

/** The leaves under a node, in the order of their column chunks. */
export function leavesOf(node: Node): readonly Leaf[] {
  return node.content.kind === "leaf" ? [node.content] : node.content.children.flatMap(leavesOf);
}

/** The node that holds a list's elements: the inner one of the three-level form, else the repeated one itself. */
export function listElement(repeated: Node, listName: string): Node | undefined {
  // https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#backward-compatibility-rules
  if (repeated.content.kind === "leaf" || repeated.content.children.length !== 1) return undefined;
  if (repeated.name === "array" || repeated.name === `${listName}_tuple`) return undefined;
  return repeated.content.children[0];
}

function makeLeaf(tree: SchemaTree, at: { index: number; definition: number; level: number }): Leaf {
  return {
    kind: "leaf",
    index: at.index,
    path: tree.path,
    element: tree.element,
    format: leafFormat(tree.element),
    maxDefinition: at.definition,
    maxRepetition: at.level,
  };
}

function groupShape({ element, children }: SchemaTree): Group["shape"] {
  const [only] = children;
  if (children.length !== 1 || only?.element.repetition_type !== "REPEATED") return "struct";
  const annotation = element.logical_type?.type ?? element.converted_type;
  if (annotation === "LIST") return "list";
  const isMap = annotation === "MAP" || annotation === "MAP_KEY_VALUE";
  return isMap && only.children.length === 2 && only.children[0]?.element.type !== undefined ? "map" : "struct";
}

function tooDeep(file: string, path: readonly string[]): ReconError {
  const message = `${file}: column ${path[0]} is nested deeper than ${maxDepth} levels. Flatten it where the file is made.`;
  return new ReconError("INPUT_FORMAT", message, { at: { file } });
}

function emptyGroup(file: string, path: readonly string[]): ReconError {
  const message = `${file}: column ${path.join(".")} has no values of any type. Leave it out where the file is made.`;
  return new ReconError("INPUT_FORMAT", message, { at: { file } });
}
