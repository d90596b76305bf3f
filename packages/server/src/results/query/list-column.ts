import type { ResultList } from "@recon/api";

/** What a column of a list holds, and so what it can be held against. */
export type ColumnType =
  | { readonly kind: "text" }
  | { readonly kind: "choice"; readonly values: readonly string[] }
  | { readonly kind: "integer" }
  | { readonly kind: "real" }
  | { readonly kind: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly kind: "date" };

export interface ListColumn {
  /** As callers name it: `rowId`, `values.amount`. */
  readonly name: string;
  readonly type: ColumnType;
  /** Expression over the list's relation. */
  readonly sql: string;
  /** Set where people change it in review: no order that pages could follow. */
  readonly changes?: true;
}

/** One text in lower case that holds all values, or the values one by one: numbers and dates hold no letters. */
export type SearchedText =
  | { readonly kind: "whole"; readonly sql: string }
  | { readonly kind: "parts"; readonly texts: readonly string[]; readonly numbers: readonly string[] };

/** One list of a result set as a relation with named columns. */
export interface ListShape {
  readonly list: ResultList;
  readonly columns: ReadonlyMap<string, ListColumn>;
  /** Canonical fields of the plan: also found by their bare names. */
  readonly fieldPrefix: string | null;
  /** Columns that together name one item, in the default order. */
  readonly keys: readonly string[];
  /** What a search looks through. */
  readonly search: SearchedText;
}
