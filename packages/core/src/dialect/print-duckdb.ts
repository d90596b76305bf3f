/** Prints relational nodes as DuckDB SQL. Every node kind has its row in a total map: a missing one does not compile. */
import type { Expr, Join, Relation, SqlType, Statement } from "./nodes.ts";
import { functions } from "./functions.ts";

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteText(value: string): string {
  // A NUL ends a statement early for the C interface; such a text cannot occur in a readable record.
  return `'${value.replaceAll("\0", "").replaceAll("'", "''")}'`;
}

export function printType(type: SqlType): string {
  switch (type.kind) {
    case "decimal":
      return `DECIMAL(${type.width}, ${type.scale})`;
    case "text":
      return "VARCHAR";
    default:
      return type.kind.toUpperCase();
  }
}

const aggregates = {
  count: (args: string) => (args === "" ? "count(*)" : `count(${args})`),
  countDistinct: (args: string) => `count(DISTINCT ${args})`,
  sum: (args: string) => `sum(${args})`,
  min: (args: string) => `min(${args})`,
  max: (args: string) => `max(${args})`,
  boolAnd: (args: string) => `bool_and(${args})`,
  boolOr: (args: string) => `bool_or(${args})`,
  firstBy: (args: string) => `arg_min(${args})`,
  joinText: (args: string) => `string_agg(${args})`,
} satisfies Record<string, (args: string) => string>;

const windows = { rowNumber: "row_number", denseRank: "dense_rank", count: "count", sum: "sum", min: "min" } as const;

const list = (exprs: readonly Expr[]): string => exprs.map(printExpr).join(", ");
// A total order never depends on a default: engines differ in where NULLs go.
const order = (exprs: readonly Expr[]): string => exprs.map((expr) => `${printExpr(expr)} ASC NULLS FIRST`).join(", ");

function printCall(expr: Extract<Expr, { kind: "call" }>): string {
  const implementation = functions[expr.fn].duckdb;
  if (implementation.kind !== "template") throw new Error(`${expr.fn} is not supported on DuckDB`);
  const args = expr.args.map(printExpr);
  return implementation.text.replace(/\$(\d|\*|and|or|rest)/g, (_, slot: string) => {
    if (slot === "*") return args.join(", ");
    if (slot === "and") return args.join(" AND ");
    if (slot === "or") return args.join(" OR ");
    if (slot === "rest") return args.slice(1).join(", ");
    const argument = args[Number(slot) - 1];
    if (argument === undefined) throw new Error(`${expr.fn} lacks argument ${slot}`);
    return argument;
  });
}

function printWindow(expr: Extract<Expr, { kind: "window" }>): string {
  const args = expr.fn === "count" && expr.args.length === 0 ? "*" : list(expr.args);
  const partition = expr.partitionBy.length === 0 ? "" : `PARTITION BY ${list(expr.partitionBy)}`;
  const ordering = expr.orderBy.length === 0 ? "" : `ORDER BY ${order(expr.orderBy)}`;
  return `${windows[expr.fn]}(${args}) OVER (${[partition, ordering].filter((part) => part !== "").join(" ")})`;
}

export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case "column":
      return expr.table === undefined ? quoteName(expr.name) : `${quoteName(expr.table)}.${quoteName(expr.name)}`;
    case "text":
      return quoteText(expr.value);
    case "integer":
    case "decimal":
      return String(expr.value);
    case "boolean":
      return expr.value ? "TRUE" : "FALSE";
    case "null":
      return `CAST(NULL AS ${printType(expr.type)})`;
    case "call":
      return printCall(expr);
    case "case": {
      const branches = expr.when.map(([test, value]) => `WHEN ${printExpr(test)} THEN ${printExpr(value)}`).join(" ");
      return `CASE ${branches}${expr.otherwise === undefined ? "" : ` ELSE ${printExpr(expr.otherwise)}`} END`;
    }
    case "cast":
      return `${expr.tolerant ? "TRY_CAST" : "CAST"}(${printExpr(expr.expr)} AS ${printType(expr.type)})`;
    case "struct":
      return `{${expr.fields.map(([name, value]) => `${quoteText(name)}: ${printExpr(value)}`).join(", ")}}`;
    case "aggregate": {
      const where = expr.where === undefined ? "" : ` FILTER (WHERE ${printExpr(expr.where)})`;
      return aggregates[expr.fn](list(expr.args)) + where;
    }
    case "window":
      return printWindow(expr);
  }
}

const joinWords = {
  inner: "JOIN",
  left: "LEFT JOIN",
  full: "FULL JOIN",
  semi: "SEMI JOIN",
  anti: "ANTI JOIN",
  cross: "CROSS JOIN",
} as const;

function printFrom(relation: Relation, alias: string): string {
  const source = relation.kind === "table" ? quoteName(relation.name) : `(${printRelation(relation)})`;
  return `${source} AS ${quoteName(alias)}`;
}

function printJoin(part: Join): string {
  const on = part.kind === "cross" ? "" : ` ON ${printExpr(part.on)}`;
  return `${joinWords[part.kind]} ${printFrom(part.with, part.alias)}${on}`;
}

export function printRelation(relation: Relation): string {
  if (relation.kind === "table") return `FROM ${quoteName(relation.name)}`;
  if (relation.kind === "union") {
    return relation.parts
      .map((part) => `(${printRelation(part)})`)
      .join(relation.distinct ? "\nUNION\n" : "\nUNION ALL\n");
  }
  const columns = relation.columns.map(({ name, expr }) => `${printExpr(expr)} AS ${quoteName(name)}`).join(", ");
  const clauses = [
    `SELECT ${relation.distinct ? "DISTINCT " : ""}${columns}`,
    `FROM ${printFrom(relation.from, relation.alias)}`,
    ...relation.joins.map(printJoin),
  ];
  if (relation.where !== undefined) clauses.push(`WHERE ${printExpr(relation.where)}`);
  if (relation.groupBy.length > 0) clauses.push(`GROUP BY ${list(relation.groupBy)}`);
  if (relation.having !== undefined) clauses.push(`HAVING ${printExpr(relation.having)}`);
  if (relation.orderBy.length > 0) clauses.push(`ORDER BY ${order(relation.orderBy)}`);
  if (relation.limit !== undefined) clauses.push(`LIMIT ${relation.limit}`);
  return clauses.join("\n");
}

export function printStatement(statement: Statement): string {
  switch (statement.kind) {
    case "create":
      return `CREATE ${statement.as.toUpperCase()} ${quoteName(statement.name)} AS\n${printRelation(statement.from)}`;
    case "insert":
      return `INSERT INTO ${quoteName(statement.into)} (${statement.columns.map(quoteName).join(", ")})\n${printRelation(statement.from)}`;
    case "update": {
      const set = statement.set.map(({ name, expr }) => `${quoteName(name)} = ${printExpr(expr)}`).join(", ");
      return `UPDATE ${quoteName(statement.table)} SET ${set}\nFROM ${printFrom(statement.from, statement.alias)}\nWHERE ${printExpr(statement.where)}`;
    }
    case "addColumns":
      return statement.columns
        .map(({ name, type, initially }) => {
          const value = initially === undefined ? "" : ` DEFAULT ${printExpr(initially)}`;
          return `ALTER TABLE ${quoteName(statement.table)} ADD COLUMN ${quoteName(name)} ${printType(type)}${value}`;
        })
        .join(";\n");
    case "drop":
      return `DROP ${statement.what.toUpperCase()} IF EXISTS ${quoteName(statement.name)}`;
  }
}
