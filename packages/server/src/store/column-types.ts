import { sql, type RawBuilder } from "kysely";

export type StoreDialect = "embedded" | "postgres";

/** Column types of one dialect. Text sorts by code point on both, so that pages and comparisons agree. */
export interface ColumnTypes {
  readonly text: RawBuilder<unknown>;
  readonly integer: RawBuilder<unknown>;
}

export const columnTypes: Record<StoreDialect, ColumnTypes> = {
  embedded: { text: sql`text`, integer: sql`integer` },
  postgres: { text: sql`text collate "C"`, integer: sql`bigint` },
};
