import type { SourceOptions } from "@recon/core";
import type { BothSides } from "../both-sides.ts";

/** What `recon compare` was asked for. */
export interface CompareRequest {
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** Key columns, by their left names; found in the data when absent. */
  readonly key?: readonly string[] | undefined;
  /** Left column to right column, where the names differ. */
  readonly map?: Readonly<Record<string, string>> | undefined;
  /** Columns left out of the comparison, by their left names. */
  readonly ignore?: readonly string[] | undefined;
  /** Column to tolerance: a decimal, or days as in `2d`. */
  readonly tolerance?: Readonly<Record<string, string>> | undefined;
  /** How values are written, where the data leave it open. */
  readonly options?: BothSides<Pick<SourceOptions, "dateOrder" | "decimal">> | undefined;
}
