import type { Socket } from "node:net";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { OpenStore } from "./open-store.ts";
import type { Tables } from "./tables.ts";

const INT8 = 20;
const MOST_IDLE_MS = 30_000;

/** The longest that a statement may take, waiting for others included. The server ends it then. */
const MOST_STATEMENT_MS = 120_000;
/** So much longer than a statement may take, a connection that says nothing is dead: packets are lost on the way, and nobody tells. */
const SILENCE_GRACE_MS = 10_000;

export interface PostgresOptions {
  readonly onIdleError: (error: Error) => void;
  /** For tests. */
  readonly mostStatementMs?: number;
  readonly silenceGraceMs?: number;
}

/** Opens a pool; connects lazily, so an unreachable server shows at the first statement. */
export function openPostgres(url: string, options: PostgresOptions): OpenStore {
  const { mostStatementMs = MOST_STATEMENT_MS, silenceGraceMs = SILENCE_GRACE_MS } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    statement_timeout: mostStatementMs,
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
  pool.on("connect", (client) => {
    client.on("error", options.onIdleError);
    endWhenSilent(client, mostStatementMs + silenceGraceMs);
  });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db, dialect: "postgres", close: () => db.destroy() };
}

/** The statement under way fails as one whose connection broke, and the pool takes another connection. */
function endWhenSilent(client: pg.PoolClient, silenceMs: number): void {
  const stream = client.connection.stream as Socket;
  stream.setTimeout(silenceMs, () =>
    stream.destroy(new Error(`Connection terminated: the store said nothing for ${silenceMs / 1000} s`)),
  );
}
