import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { columnTypes, type StoreDialect } from "../column-types.ts";
import { createTable, type TableDefinition } from "./create-table.ts";
import { peopleTables } from "./first/people.ts";
import { callTables, reviewTables } from "./first/review.ts";
import { workTables } from "./first/work.ts";

/** In order of their names. A migration that was released never changes; a new one gets the next number. */
export function migrationsFor(dialect: StoreDialect): Record<string, Migration> {
  const creating = (tables: readonly TableDefinition[]): Migration => ({
    up: async (db: Kysely<unknown>) => {
      for (const table of tables) await createTable(db, columnTypes[dialect], table);
    },
  });
  return {
    "0001-first": creating([...peopleTables, ...workTables, ...reviewTables, ...callTables]),
  };
}
