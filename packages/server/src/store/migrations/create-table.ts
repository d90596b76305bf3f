import { sql, type Kysely } from "kysely";
import type { ColumnTypes } from "../column-types.ts";

/** `text` and `integer` are not null; a question mark lifts that. */
export type ColumnKind = "text" | "text?" | "integer" | "integer?";

export interface TableDefinition {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnKind>>;
  readonly primaryKey: readonly string[];
  /** Column → `table.column`. */
  readonly references?: Readonly<Record<string, string>>;
  readonly unique?: readonly (readonly string[])[];
  readonly indexes?: readonly (readonly string[])[];
}

/** Creates a table of a migration in the dialect's column types. */
export async function createTable(db: Kysely<unknown>, types: ColumnTypes, table: TableDefinition): Promise<void> {
  const columns = Object.entries(table.columns).map(([name, kind]) => {
    const type = kind.startsWith("text") ? types.text : types.integer;
    return sql`${sql.ref(name)} ${type}${kind.endsWith("?") ? sql`` : sql` not null`}`;
  });
  const constraints = [
    sql`primary key (${refs(table.primaryKey)})`,
    ...(table.unique ?? []).map((of) => sql`unique (${refs(of)})`),
    ...Object.entries(table.references ?? {}).map(([column, target]) => {
      const [targetTable = "", targetColumn = ""] = target.split(".");
      return sql`foreign key (${sql.ref(column)}) references ${sql.table(targetTable)} (${sql.ref(targetColumn)})`;
    }),
  ];
  await sql`create table ${sql.table(table.name)} (${sql.join([...columns, ...constraints])})`.execute(db);
  for (const of of table.indexes ?? []) {
    const name = sql.id([table.name, ...of, "index"].join("_"));
    await sql`create index ${name} on ${sql.table(table.name)} (${refs(of)})`.execute(db);
  }
}

function refs(names: readonly string[]) {
  return sql.join(names.map((name) => sql.ref(name)));
}
