/** What a run decided, as lines of text that two programs can be compared by; ids are those of the whole run. */
import type { Plan, Side } from "@recon/core";

export interface Facts {
  readonly records: readonly string[];
  readonly groups: readonly string[];
  readonly members: readonly string[];
  readonly differences: readonly string[];
  readonly breaks: readonly string[];
  readonly rejects: readonly string[];
}

/** Where a case's records stand among those of the whole run. */
export interface Extent {
  readonly left: { readonly from: number; readonly rows: number };
  readonly right: { readonly from: number; readonly rows: number };
  /** Left records of the whole run. */
  readonly leftRows: number;
}

type Text = string | null;

export interface RecordFact {
  readonly side: Side;
  readonly rowId: number;
  readonly contentHash: Text;
  readonly outcome: Text;
  readonly groupId: number | null;
  readonly reason: Text;
  readonly values: readonly Text[];
}

export interface GroupFact {
  readonly id: number;
  readonly kind: Text;
  readonly pass: Text;
  readonly status: Text;
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly leftTotal: Text;
  readonly rightTotal: Text;
  readonly residual: Text;
}

export interface DifferenceFact {
  readonly groupId: number;
  readonly field: string;
  readonly left: Text;
  readonly right: Text;
  readonly delta: Text;
}

/** The reason is exact where the specification fixes it; for a reject only the field at fault counts. */
export function recordLine(record: RecordFact): string {
  const { side, rowId, contentHash, outcome, groupId, reason } = record;
  const exact = outcome === "matched" || outcome === "differs" || outcome === "excluded" || outcome === "rejected";
  const shown = outcome === "rejected" ? (reason?.split(":")[0] ?? null) : exact ? reason : "…";
  return `${side} ${rowId} ${outcome} #${groupId} ${JSON.stringify(shown)} ${contentHash?.slice(0, 16)} ${JSON.stringify(record.values)}`;
}

export function groupLine(group: GroupFact): string {
  const { id, kind, pass, status, left, right, leftTotal, rightTotal, residual } = group;
  return `#${id} ${kind} ${pass} ${status} ${left.join()}|${right.join()} ${leftTotal} ${rightTotal} ${residual}`;
}

export function differenceLine({ groupId, field, left, right, delta }: DifferenceFact): string {
  return `#${groupId} ${field} ${JSON.stringify([left, right])} ${delta}`;
}

/** A decimal text without needless zeros; any other text as it is. */
export function plainDecimal(text: Text): Text {
  if (text === null || !/^-?\d+(\.\d+)?$/.test(text)) return text;
  const plain = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return plain === "-0" ? "0" : plain;
}

/** A canonical value as text, amounts without needless zeros. */
export function shownValue(plan: Plan, field: string, text: Text): Text {
  const type = plan.fields[field]?.type;
  return type === "number" || type === "money" ? plainDecimal(text) : text;
}
