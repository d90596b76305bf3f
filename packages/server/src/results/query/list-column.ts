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

export const listNames = ["rows", "groups", "differences", "breaks", "rejects"] as const;
export type ListName = (typeof listNames)[number];

/** One list of a result set as a relation with named columns. */
export interface ListShape {
  readonly list: ListName;
  readonly columns: ReadonlyMap<string, ListColumn>;
  /** Canonical fields of the plan: also found by their bare names. */
  readonly fieldPrefix: string | null;
  /** Columns that together name one item, in the default order. */
  readonly keys: readonly string[];
  /** Expression of the searched text, in lower case; null where a list is not searched. */
  readonly search: string | null;
}
