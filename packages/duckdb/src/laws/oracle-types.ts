/** What goes into the oracle and what comes out of it. Nothing here knows of any engine. */
import type { GroupKind, GroupStatus, Outcome, Side } from "@recon/core";
import type { Value } from "./values.ts";

/** One side as loaded: `rows[i]` is the record with row_id i + 1, its cells in the order of `header`. */
export interface OracleSource {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  /** Raw text of each record, for the content hash of rejects; without it, `csvLine(cells)`. */
  readonly rawTexts?: readonly string[];
}

/** A record after loading and conversion. */
export interface OracleRecord {
  readonly side: Side;
  readonly rowId: number;
  readonly contentHash: string;
  /** By canonical field name. A field that did not convert is NULL, or `unconverted` under `onInvalid: keep`. */
  readonly values: ReadonlyMap<string, Value>;
  /** The first field in field order that did not convert and rejects the record. */
  readonly rejectedField: string | null;
  /** Reason of the first exclusion that holds; a reject stays a reject. */
  readonly exclusion: string | null;
}

/** What became of one record. `pass` is its group's pass, `""` without a group. */
export interface OracleOutcome {
  readonly side: Side;
  readonly rowId: number;
  readonly contentHash: string;
  readonly outcome: Outcome;
  readonly groupId: number | null;
  readonly pass: string;
  /**
   * Exact for `excluded` (the plan's), `differs` (fields, comma-separated) and `matched` (NULL or the residual's);
   * for `rejected` only the field; NULL where the specification asks for just "a sentence".
   */
  readonly reason: string | null;
}

export interface OracleGroup {
  readonly id: number;
  readonly kind: GroupKind;
  readonly pass: string;
  readonly status: GroupStatus;
  /** row_ids, ascending. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** Decimal text without needless zeros; NULL outside grouped passes. */
  readonly residual: string | null;
  /** Sums of `sum.field` (grouped, netted) or `roles.amount`; NULL without either, without members or with a NULL. */
  readonly leftTotal: string | null;
  readonly rightTotal: string | null;
  readonly reason: string | null;
  readonly contentHash: string;
}

/** A compared field that differs beyond its tolerance in a `differs` group; delta is right − left, decimal or days. */
export interface OracleDifference {
  readonly groupId: number;
  readonly field: string;
  readonly leftValue: string | null;
  readonly rightValue: string | null;
  readonly delta: string | null;
}

/** Currency → outcome → decimal text; `{}` without an amount role. */
export type OracleTotals = Readonly<Record<string, Readonly<Record<Outcome, string>>>>;

export interface OracleSide {
  readonly rows: number;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly totals: OracleTotals;
  readonly amountUnknown: number;
}

export interface OracleResult {
  /** By row_id. */
  readonly left: readonly OracleOutcome[];
  readonly right: readonly OracleOutcome[];
  /** By id. */
  readonly groups: readonly OracleGroup[];
  /** By groupId, then in the order of the compared fields. */
  readonly differences: readonly OracleDifference[];
  readonly summary: { readonly left: OracleSide; readonly right: OracleSide };
  /** Groups of status `matched`. */
  readonly groupCounts: Readonly<Record<GroupKind, number>>;
  readonly resultHash: string;
}

/** The enumeration would take too long: try a smaller case. */
export class OracleTooLarge extends Error {
  override readonly name = "OracleTooLarge";
}
