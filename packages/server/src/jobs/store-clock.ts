import { sql, type RawBuilder } from "kysely";
import type { StoreDialect } from "../store/column-types.ts";

/** The present by the store's own clock, in the store's form of times: servers whose clocks differ agree on when a lease has run out. */
export function storeNow(dialect: StoreDialect, aheadMs = 0): RawBuilder<string> {
  if (dialect === "embedded") return sql<string>`strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ${`${aheadMs / 1000} seconds`})`;
  return sql<string>`to_char((clock_timestamp() + ${aheadMs} * interval '1 millisecond') at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
