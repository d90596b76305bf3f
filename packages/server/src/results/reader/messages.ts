/** What the reader process and the server tell each other: plain data. */
import type { EffectiveOutcome, Filter, GroupStatus, ResultList } from "@recon/api";
import type { ErrorCode, Outcome, Side } from "@recon/core";

/** A result set on disk, as its run names it. It never changes, so `id` may name it in caches. */
export interface SetRef {
  readonly id: string;
  readonly dir: string;
  /** Last decision of its review that the answer must know; 0 for none. */
  readonly reviewSeq: number;
}

/** What review made of a record. */
export interface ReviewedRecord {
  readonly side: Side;
  readonly rowId: number;
  readonly version: number;
  /** As the run left it. */
  readonly found: Outcome;
  readonly outcome: EffectiveOutcome;
  readonly groupId: number | null;
  readonly assigneeId: string | null;
  readonly reasonCode: string | null;
  readonly comments: number;
}

/** What review made of a group, or a group that review made: those have negative ids. */
export interface ReviewedGroup {
  readonly groupId: number;
  readonly version: number;
  readonly status: GroupStatus;
  readonly assigneeId: string | null;
  readonly reasonCode: string | null;
  readonly comments: number;
  readonly made: MadeGroup | null;
}

export interface MadeGroup {
  readonly kind: "1:1" | "1:n" | "n:1" | "n:m" | "net";
  readonly leftCount: number;
  readonly rightCount: number;
  readonly leftTotal: string | null;
  readonly rightTotal: string | null;
  readonly residual: string | null;
  readonly explanation: string;
}

/** Changes of a run's review up to a decision; the reader holds them beside the result set. */
export interface ReviewDelta {
  /** The last decision the reader must know already; 0 for none. */
  readonly from: number;
  readonly to: number;
  readonly records: readonly ReviewedRecord[];
  readonly groups: readonly ReviewedGroup[];
}

export interface ListQuery {
  readonly list: ResultList;
  readonly filter?: Filter | undefined;
  readonly search?: string | undefined;
  readonly sort?: string | undefined;
}

export type ReaderRequest =
  | { readonly kind: "forget"; readonly set: SetRef }
  | { readonly kind: "describe"; readonly set: SetRef }
  | { readonly kind: "review"; readonly set: SetRef; readonly delta: ReviewDelta }
  | {
      readonly kind: "page";
      readonly set: SetRef;
      readonly query: ListQuery;
      readonly limit: number;
      readonly cursor?: string | undefined;
      readonly offset?: number | undefined;
    }
  | {
      readonly kind: "facets";
      readonly set: SetRef;
      readonly query: ListQuery;
      readonly columns: readonly string[];
      readonly limit: number;
      readonly sums: boolean;
    }
  | { readonly kind: "record"; readonly set: SetRef; readonly side: Side; readonly rowId: number }
  | { readonly kind: "group"; readonly set: SetRef; readonly groupId: number; readonly members: number }
  | { readonly kind: "break"; readonly set: SetRef; readonly breakId: number }
  | { readonly kind: "overview"; readonly set: SetRef }
  | { readonly kind: "changes"; readonly set: SetRef; readonly previous: SetRef }
  | {
      readonly kind: "facts";
      readonly set: SetRef;
      readonly records: readonly { readonly side: Side; readonly rowId: number }[];
      readonly groups: readonly number[];
    }
  | { readonly kind: "choose"; readonly set: SetRef; readonly query: ListQuery; readonly most: number };

export type ToReader =
  | {
      readonly kind: "open";
      readonly memoryBytes: number;
      readonly threads: number;
      readonly workDir: string;
      readonly readable: readonly string[];
      readonly indexRoot: string | null;
      readonly keepsSmall?: boolean | undefined;
    }
  | { readonly kind: "request"; readonly id: number; readonly request: ReaderRequest }
  | { readonly kind: "cancel"; readonly id: number };

/** `query`: the caller named a column or value that means nothing here. */
export type ReaderFailure =
  | { readonly kind: "query"; readonly path: string; readonly message: string }
  | { readonly kind: "recon"; readonly code: ErrorCode; readonly message: string }
  /** The reader has the review of this set only up to an earlier decision. */
  | { readonly kind: "behind"; readonly setId: string; readonly reviewSeq: number }
  | { readonly kind: "cancelled" }
  | { readonly kind: "bug"; readonly message: string; readonly stack?: string | undefined };

export type FromReader =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly id: number; readonly result: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly failure: ReaderFailure };
