import { Document, isMap, isScalar, isSeq } from "yaml";
import type { Node, YAMLMap, YAMLSeq } from "yaml";
import { formatPath } from "./plan-path.ts";
import type { PlanPath } from "./plan-path.ts";
import { Plan } from "./schema.ts";

/** Also of texts that are edited. */
export const LINE_WIDTH = 120;
/** What is longer than this as JSON is laid out over several lines; a pass, which people edit most, sooner. */
const LONGEST_LINE = 130;
const SHORT_PASS = 90;

/**
 * A plan as readable YAML, which `parsePlan` reads back to an equal plan. `comments` by path (`fields.amount`; the empty
 * path: the head) stand above the line on which the path's value begins; a path that the plan lacks is a bug. `schema`
 * is the address of the JSON Schema, written on the first line for editors.
 */
export function planToYaml(plan: Plan, comments: Readonly<Record<string, string>> = {}, schema?: string): string {
  const document = new Document(Plan.parse(plan), {
    version: "1.2",
    schema: "core",
    aliasDuplicateObjects: false,
  });
  const pending = new Map(Object.entries(comments));
  lay(document.contents, [], { line: undefined, pending });
  const head = pending.get("");
  pending.delete("");
  if (pending.size > 0) throw new Error(`comments on what the plan lacks: ${[...pending.keys()].join(", ")}`);
  const text = document.toString({ lineWidth: LINE_WIDTH });
  const above = [
    ...(schema === undefined ? [] : [`# yaml-language-server: $schema=${commentLines(schema).join(" ").trim()}\n`]),
    ...(head === undefined ? [] : [...commentLines(head).map((line) => `#${line}\n`), "\n"]),
  ];
  return above.join("") + text;
}

interface Layout {
  /** The node that begins the current line; comments on what stands further right go there. */
  readonly line: Node | undefined;
  readonly pending: Map<string, string>;
}

/** Decides line by line or in one line for every collection, and attaches comments. */
function lay(node: unknown, path: PlanPath, layout: Layout): void {
  attach(path, layout);
  if (!isMap(node) && !isSeq(node)) return;
  node.flow = layout.line === undefined ? path.length > 0 : !isLaidOut(node, path);
  const inLine = node.flow === true;
  padLikePrettier(node);
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (!isScalar(key)) throw new Error("a plan's key is no scalar");
      if (path.length === 0 && isLaidOut(value, [String(key.value)])) key.spaceBefore = true;
      lay(value, [...path, String(key.value)], inLine ? layout : { ...layout, line: key });
    }
  } else {
    node.items.forEach((item, index) => {
      lay(item, [...path, index], inLine ? layout : { ...layout, line: item as Node });
    });
  }
}

/** Lays out what is put into a plan that is there already. */
export function layNew(node: Node, path: PlanPath): void {
  lay(node, path, { line: node, pending: new Map() });
}

/** `[a, b]` and `{ a: b }`, where YAML's writer pads both or neither. */
export function padLikePrettier(node: YAMLMap | YAMLSeq): void {
  const flowCollectionPadding = isMap(node) ? " " : "";
  const write = node.toString.bind(node);
  node.toString = (context, ...rest) => write(context && { ...context, flowCollectionPadding }, ...rest);
}

/** Collections whose members each get a line of their own. */
function isLaidOut(node: unknown, path: PlanPath): boolean {
  const [section, , list] = path;
  if (!isMap(node) && !isSeq(node)) return false;
  if (path.length === 1) return section !== "roles" && section !== "limits";
  if (path.length === 3 && section === "passes" && (list === "conditions" || list === "comparisons")) return true;
  if (path.length === 2 && path[1] === "exclude") return true;
  return JSON.stringify(node).length > (section === "passes" && path.length === 2 ? SHORT_PASS : LONGEST_LINE);
}

function attach(path: PlanPath, { line, pending }: Layout): void {
  const key = formatPath(path);
  const comment = pending.get(key);
  if (comment === undefined || line === undefined) return;
  pending.delete(key);
  line.commentBefore = [...(line.commentBefore?.split("\n") ?? []), ...commentLines(comment)].join("\n");
}

/** No line end or control character of a comment, which may quote a file's header, may end the comment. */
function commentLines(comment: string): string[] {
  return comment.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/).map((line) => {
    return ` ${line.replaceAll(/[^\t\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\u{10ffff}]/gu, "").trimEnd()}`;
  });
}
