/** Shapes of `summary.json` and `certificate.json` (docs/result-set.md). */
import type { GroupKind, Outcome, Side } from "../plan/vocabulary.ts";

/** Decimal texts per outcome. */
export type OutcomeTotals = Readonly<Record<Outcome, string>>;

export interface SideSummary extends Readonly<Record<Outcome, number>> {
  /** Every record, rejects included. */
  readonly rows: number;
  /** Records without a readable amount, when the plan has an amount role. */
  readonly amountUnknown: number;
  /** Per currency (`XXX` without one); empty without an amount role. */
  readonly totals: Readonly<Record<string, OutcomeTotals>>;
}

export interface Summary {
  readonly formatVersion: 1;
  readonly runId: string;
  readonly planHash: string;
  /** null with `--summary`. */
  readonly resultHash: string | null;
  readonly engine: string;
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly elapsedMs: number;
  /** Whether the conservation law held. */
  readonly balanced: boolean;
  readonly left: SideSummary;
  readonly right: SideSummary;
  /** Confirmed groups by kind. */
  readonly groups: Readonly<Record<GroupKind, number>>;
}

export interface FileProof {
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface SourceProof extends FileProof {
  /** As the plan or the command line named it. */
  readonly path: string;
  /** Rejects included. */
  readonly records: number;
}

export interface Certificate {
  readonly formatVersion: 1;
  readonly runId: string;
  readonly version: string;
  readonly engine: string;
  readonly planHash: string;
  readonly resultHash: string | null;
  readonly balanced: boolean;
  readonly startedAt: string;
  readonly sources: Readonly<Record<Side, readonly SourceProof[]>>;
  readonly controlTotals: Readonly<Record<Side, Readonly<Record<string, string>>>>;
  readonly files: Readonly<Record<string, FileProof>>;
}
