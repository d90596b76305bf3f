/** What a pass leaves behind, before groups get their ids. */
import type { GroupKind, GroupStatus } from "@recon/core";
import type { Assignment } from "./assignment.ts";
import type { OracleRecord } from "./oracle-types.ts";

export interface Proposal {
  readonly kind: GroupKind;
  readonly status: GroupStatus;
  readonly left: readonly OracleRecord[];
  readonly right: readonly OracleRecord[];
  /** Σ left − Σ right, of grouped passes only. */
  readonly residual: bigint | null;
  /** Why a residual may stay. */
  readonly reason: string | null;
}

export interface PassOutcome {
  readonly groups: readonly Proposal[];
  /** Records flagged duplicate; they stay open. */
  readonly flagged: readonly OracleRecord[];
}

export function kindByCounts(left: number, right: number): GroupKind {
  if (left === 1) return right === 1 ? "1:1" : "1:n";
  return right === 1 ? "n:1" : "n:m";
}

export function confirmedPair(l: OracleRecord, r: OracleRecord): Proposal {
  return { kind: "1:1", status: "matched", left: [l], right: [r], residual: null, reason: null };
}

export function suggestion(left: readonly OracleRecord[], right: readonly OracleRecord[]): Proposal {
  const kind = kindByCounts(left.length, right.length);
  return { kind, status: "suggested", left, right, residual: null, reason: null };
}

export function fromAssignment({ confirmed, suggested }: Assignment): Proposal[] {
  return [...confirmed.map(([l, r]) => confirmedPair(l, r)), ...suggested.map((s) => suggestion(s.left, s.right))];
}
