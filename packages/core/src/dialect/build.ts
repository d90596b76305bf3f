/** Small constructors, so that compiled plans read like the relational algebra they are. */
import type { AggregateName, Expr, Join, NamedExpr, Relation, SqlType, Statement, WindowName } from "./nodes.ts";
import type { FunctionName } from "./functions.ts";

export const textType: SqlType = { kind: "text" };
export const bigintType: SqlType = { kind: "bigint" };
export const integerType: SqlType = { kind: "integer" };
export const booleanType: SqlType = { kind: "boolean" };
export const dateType: SqlType = { kind: "date" };
export const doubleType: SqlType = { kind: "double" };
export const decimalType = (width: number, scale: number): SqlType => ({ kind: "decimal", width, scale });

export function column(name: string, table?: string): Expr {
  return table === undefined ? { kind: "column", name } : { kind: "column", table, name };
}
export const text = (value: string): Expr => ({ kind: "text", value });
export const integer = (value: number | bigint): Expr => ({ kind: "integer", value });
export const decimal = (value: string): Expr => ({ kind: "decimal", value });
export const boolean = (value: boolean): Expr => ({ kind: "boolean", value });
export const nullOf = (type: SqlType): Expr => ({ kind: "null", type });
export const call = (fn: FunctionName, ...args: readonly Expr[]): Expr => ({ kind: "call", fn, args });
export const cast = (expr: Expr, type: SqlType): Expr => ({ kind: "cast", expr, type, tolerant: false });
export const tryCast = (expr: Expr, type: SqlType): Expr => ({ kind: "cast", expr, type, tolerant: true });
export const struct = (fields: readonly (readonly [string, Expr])[]): Expr => ({ kind: "struct", fields });

export function when(branches: readonly (readonly [Expr, Expr])[], otherwise?: Expr): Expr {
  return otherwise === undefined ? { kind: "case", when: branches } : { kind: "case", when: branches, otherwise };
}
export function and(...args: readonly Expr[]): Expr {
  if (args.length === 0) return boolean(true);
  return args.length === 1 ? args[0]! : call("and", ...args);
}
export function or(...args: readonly Expr[]): Expr {
  if (args.length === 0) return boolean(false);
  return args.length === 1 ? args[0]! : call("or", ...args);
}
export const eq = (a: Expr, b: Expr): Expr => call("eq", a, b);
export const not = (a: Expr): Expr => call("not", a);
export const isNull = (a: Expr): Expr => call("isNull", a);
export const isNotNull = (a: Expr): Expr => call("isNotNull", a);

export function aggregate(fn: AggregateName, args: readonly Expr[] = [], where?: Expr): Expr {
  return where === undefined ? { kind: "aggregate", fn, args } : { kind: "aggregate", fn, args, where };
}
export const count = (where?: Expr): Expr => aggregate("count", [], where);

export function window(
  fn: WindowName,
  over: { args?: readonly Expr[]; partitionBy?: readonly Expr[]; orderBy?: readonly Expr[] },
): Expr {
  return {
    kind: "window",
    fn,
    args: over.args ?? [],
    partitionBy: over.partitionBy ?? [],
    orderBy: over.orderBy ?? [],
  };
}

export const named = (name: string, expr: Expr): NamedExpr => ({ name, expr });
/** Columns taken over under their own names. */
export const columns = (names: readonly string[], table?: string): NamedExpr[] =>
  names.map((name) => named(name, column(name, table)));

export const table = (name: string): Relation => ({ kind: "table", name });

export interface SelectParts {
  readonly from: Relation | string;
  readonly alias?: string;
  readonly joins?: readonly Join[];
  readonly columns: readonly NamedExpr[];
  readonly distinct?: boolean;
  readonly where?: Expr | undefined;
  readonly groupBy?: readonly Expr[];
  readonly having?: Expr;
  readonly orderBy?: readonly Expr[];
  readonly limit?: number;
}

export function select(parts: SelectParts): Relation {
  return {
    kind: "select",
    from: typeof parts.from === "string" ? table(parts.from) : parts.from,
    alias: parts.alias ?? "t",
    joins: parts.joins ?? [],
    columns: parts.columns,
    distinct: parts.distinct ?? false,
    groupBy: parts.groupBy ?? [],
    orderBy: parts.orderBy ?? [],
    ...(parts.where === undefined ? {} : { where: parts.where }),
    ...(parts.having === undefined ? {} : { having: parts.having }),
    ...(parts.limit === undefined ? {} : { limit: parts.limit }),
  };
}

export function join(kind: Join["kind"], relation: Relation | string, alias: string, on: Expr): Join {
  return { kind, with: typeof relation === "string" ? table(relation) : relation, alias, on };
}

export const union = (...parts: readonly Relation[]): Relation => ({ kind: "union", parts, distinct: false });
export const unionDistinct = (...parts: readonly Relation[]): Relation => ({ kind: "union", parts, distinct: true });

export const createTable = (name: string, from: Relation): Statement => ({ kind: "create", name, as: "table", from });
export const createView = (name: string, from: Relation): Statement => ({ kind: "create", name, as: "view", from });
export const insert = (into: string, targets: readonly string[], from: Relation): Statement => ({
  kind: "insert",
  into,
  columns: targets,
  from,
});
export const dropTable = (name: string): Statement => ({ kind: "drop", what: "table", name });
export const dropView = (name: string): Statement => ({ kind: "drop", what: "view", name });
