import type { ListQuery, ReaderFailure, ReviewDelta, SetRef } from "../reader/messages.ts";

export const exportFormats = ["csv", "xlsx", "json", "ndjson", "html"] as const;
export type ViewFormat = (typeof exportFormats)[number];

export interface ExportRequest {
  readonly set: SetRef;
  readonly delta: ReviewDelta;
  readonly query: ListQuery;
  readonly format: ViewFormat;
  /** In the order wanted; default all. */
  readonly columns?: readonly string[] | undefined;
  readonly bom: boolean;
  readonly engine: {
    readonly memoryBytes: number;
    readonly threads: number;
    readonly readable: readonly string[];
    readonly indexRoot: string | null;
    readonly workDir: string;
  };
}

/** `started`: the view is fixed and its bytes follow; `done`: all of them were written. */
export type FromExport =
  | { readonly kind: "started" }
  | { readonly kind: "done"; readonly rows: number }
  | { readonly kind: "failed"; readonly failure: ReaderFailure };
