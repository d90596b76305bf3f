/**
 * The relational language that plans are compiled to: plain, immutable data, one meaning, no SQL text. A printer per
 * dialect turns it into SQL. NULL behaves as in SQL (three-valued logic); equality that treats NULL as a value is
 * `same`/`distinct`.
 */
import type { FunctionName } from "./functions.ts";

export type SqlType =
  | { readonly kind: "text" | "bigint" | "integer" | "ubigint" | "boolean" | "date" | "double" }
  | { readonly kind: "decimal"; readonly width: number; readonly scale: number };

export type Expr =
  | { readonly kind: "column"; readonly table?: string; readonly name: string }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "integer"; readonly value: number | bigint }
  | { readonly kind: "decimal"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null"; readonly type: SqlType }
  | { readonly kind: "call"; readonly fn: FunctionName; readonly args: readonly Expr[] }
  | { readonly kind: "case"; readonly when: readonly (readonly [Expr, Expr])[]; readonly otherwise?: Expr }
  | { readonly kind: "cast"; readonly expr: Expr; readonly type: SqlType; readonly tolerant: boolean }
  | { readonly kind: "struct"; readonly fields: readonly (readonly [string, Expr])[] }
  | { readonly kind: "aggregate"; readonly fn: AggregateName; readonly args: readonly Expr[]; readonly where?: Expr }
  | {
      readonly kind: "window";
      readonly fn: WindowName;
      readonly args: readonly Expr[];
      readonly partitionBy: readonly Expr[];
      readonly orderBy: readonly Expr[];
    };

export type AggregateName =
  "count" | "countDistinct" | "sum" | "min" | "max" | "boolAnd" | "boolOr" | "firstBy" | "joinText";
export type WindowName = "rowNumber" | "denseRank" | "count" | "sum" | "min";

export interface NamedExpr {
  readonly name: string;
  readonly expr: Expr;
}

export type Relation =
  | { readonly kind: "table"; readonly name: string }
  | {
      readonly kind: "select";
      readonly from: Relation;
      readonly alias: string;
      readonly joins: readonly Join[];
      readonly columns: readonly NamedExpr[];
      readonly distinct: boolean;
      readonly where?: Expr;
      readonly groupBy: readonly Expr[];
      readonly having?: Expr;
      readonly orderBy: readonly Expr[];
      readonly limit?: number;
    }
  | { readonly kind: "union"; readonly parts: readonly Relation[]; readonly distinct: boolean };

export interface Join {
  readonly kind: "inner" | "left" | "full" | "semi" | "anti" | "cross";
  readonly with: Relation;
  readonly alias: string;
  readonly on: Expr;
}

/** One statement of a stage; relations it names were made by earlier statements. */
export type Statement =
  | { readonly kind: "create"; readonly name: string; readonly as: "table" | "view"; readonly from: Relation }
  | { readonly kind: "insert"; readonly into: string; readonly columns: readonly string[]; readonly from: Relation }
  | {
      readonly kind: "update";
      readonly table: string;
      readonly set: readonly NamedExpr[];
      readonly from: Relation;
      readonly alias: string;
      readonly where: Expr;
    }
  | {
      readonly kind: "addColumns";
      readonly table: string;
      readonly columns: readonly { readonly name: string; readonly type: SqlType; readonly initially?: Expr }[];
    }
  | { readonly kind: "drop"; readonly what: "table" | "view"; readonly name: string };
