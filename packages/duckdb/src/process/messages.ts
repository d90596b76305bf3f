/** What a worker process and its supervisor tell each other. Plain JSON, so that nothing but data crosses. */
import type { ErrorCode, Place } from "@recon/core";
import type { CompareRequest } from "../propose/compare-request.ts";
import type { OpenCounts } from "../engine/run-stages.ts";
import type { RunRequest } from "../run/run-request.ts";

export type WorkRequest =
  | { readonly kind: "run"; readonly run: RunRequest }
  | { readonly kind: "compare"; readonly run: Omit<RunRequest, "plan">; readonly compare: CompareRequest };

export interface Progress {
  readonly stage: string;
  /** Rows the current statement has gone through, and has to, as far as the engine knows. */
  readonly rows: number;
  readonly totalRows: number;
}

export interface WorkFailure {
  /** Absent for a bug of ours; then `stack` says where. */
  readonly code?: ErrorCode;
  readonly message: string;
  readonly at?: Place;
  readonly stack?: string;
}

export type FromWorker<Result> =
  | { readonly kind: "ready" }
  | { readonly kind: "stage"; readonly name: string }
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "open"; readonly open: OpenCounts }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "failed"; readonly failure: WorkFailure };

export type ToWorker<Request> = { readonly kind: "work"; readonly request: Request } | { readonly kind: "cancel" };
