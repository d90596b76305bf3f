/**
 * What reading a result set yields. Values are texts, decimals with their field's scale, dates as `YYYY-MM-DD`; NULL is null. Ids and counts
 * are exact integers. Nothing here is ever a rounded amount.
 */
import type { BreakKind, FieldType, GroupKind, GroupStatus, Outcome, Side } from "@recon/core";

export type Value = string | null;

/** A canonical field, in the order of the plan. */
export interface ResultField {
  readonly name: string;
  readonly type: FieldType;
  /** Digits in all, for numbers and money. */
  readonly precision: number | null;
  /** Digits after the mark, for numbers and money. */
  readonly scale: number | null;
}

export interface ResultRecord {
  readonly side: Side;
  readonly rowId: number;
  readonly contentHash: string;
  readonly outcome: Outcome;
  readonly groupId: number | null;
  readonly reason: string | null;
  /** Canonical values by field; all null for a rejected record. */
  readonly values: Readonly<Record<string, Value>>;
  /** Original cells by header name; null for a rejected record. */
  readonly src: Readonly<Record<string, Value>> | null;
}

export interface ResultReject {
  readonly side: Side;
  readonly source: string;
  readonly line: number | null;
  readonly rowId: number;
  readonly text: string;
  readonly reason: string;
}

export interface FieldDifference {
  readonly field: string;
  readonly left: Value;
  readonly right: Value;
  /** right − left: a decimal, or days; null where it means nothing. */
  readonly delta: Value;
}

export interface DifferenceRow extends FieldDifference {
  readonly groupId: number;
}

export interface GroupRow {
  readonly groupId: number;
  readonly kind: GroupKind;
  readonly pass: string;
  readonly status: GroupStatus;
  readonly confidence: number | null;
  readonly leftCount: number;
  readonly rightCount: number;
  readonly leftTotal: Value;
  readonly rightTotal: Value;
  readonly residual: Value;
  readonly explanation: string | null;
}

export interface ResultGroup extends GroupRow {
  /** Left members first, by row_id; at most as many as were asked for (`leftCount` and `rightCount` say how many there are). */
  readonly members: readonly ResultRecord[];
  readonly differences: readonly FieldDifference[];
}

export interface BreakRow {
  readonly breakId: number;
  readonly kind: BreakKind;
  /** Of a left-over record; null for a group. */
  readonly side: Side | null;
  readonly rowId: number | null;
  readonly groupId: number | null;
  readonly amount: Value;
  readonly currency: Value;
  readonly date: Value;
  readonly reason: string | null;
  /** row_id of the nearest candidate on the other side. */
  readonly nearest: number | null;
  /** Fields in which it differs from its nearest candidate, or in which a group's two records differ. */
  readonly failed: readonly FieldDifference[];
}

/** One side of a break: the left-over record, its nearest candidate, or a group's first member there. */
export interface BreakSide {
  readonly rowId: number;
  /** Members of the group on this side; 1 for a record. */
  readonly count: number;
  /** In the order of the fields. */
  readonly values: readonly Value[];
}

export interface DetailedBreak extends BreakRow {
  readonly left: BreakSide | null;
  readonly right: BreakSide | null;
}

/** A confirmed 1:1 group with both records. */
export interface MatchRow {
  readonly groupId: number;
  readonly pass: string;
  readonly outcome: Outcome;
  readonly leftRowId: number;
  readonly rightRowId: number;
  readonly residual: Value;
  readonly reason: string | null;
  readonly left: readonly Value[];
  readonly right: readonly Value[];
}

/** A member of a group, with its group. */
export interface MemberRow {
  readonly group: GroupRow;
  readonly side: Side;
  readonly rowId: number;
  readonly values: readonly Value[];
}
