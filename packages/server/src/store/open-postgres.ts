import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { OpenStore } from "./open-store.ts";
import type { Tables } from "./tables.ts";

const INT8 = 20;
const MOST_IDLE_MS = 30_000;

/** Opens a pool; connects lazily, so an unreachable server shows at the first statement. */
export function openPostgres(url: string, options: { onIdleError: (error: Error) => void }): OpenStore {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    // A server that is frozen in the middle of a transaction must not hold its locks against the others; ours wait for nothing but the store.
    idle_in_transaction_session_timeout: MOST_IDLE_MS,
    // All integers of the store are counts and sizes below 2^53.
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format as "text"),
    } as pg.CustomTypesConfig,
  });
  // A connection that breaks while idle must not end the process; the next statement opens another one.
  pool.on("error", options.onIdleError);
  // Nor one that breaks between two statements of a transaction: the next statement fails, and that is told where it belongs.
  pool.on("connect", (client) => void client.on("error", options.onIdleError));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db, dialect: "postgres", close: () => db.destroy() };
}
