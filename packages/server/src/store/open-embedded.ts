import { mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { StoreFault } from "./store-fault.ts";
import type { OpenStore } from "./open-store.ts";
import type { Tables } from "./tables.ts";

/**
 * Opens the embedded store. `shared` leaves the server's lock alone: for short administrative commands beside a
 * running server, which SQLite allows; a second server would double jobs and is refused.
 */
export function openEmbedded(dataDir: string, options: { shared: boolean }): OpenStore {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = options.shared ? undefined : takeLock(dataDir);
  const database = new Database(join(dataDir, "store.sqlite"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL"); // an fsync per commit: what was answered survives power loss
  database.pragma("foreign_keys = ON");
  database.pragma("busy_timeout = 5000");
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  return {
    db,
    dialect: "embedded",
    close: async () => {
      await db.destroy();
      if (database.open) database.close();
      lock?.close();
    },
  };
}

/** The kernel drops the lock when the process dies, however it dies: no stale lock can keep a server from starting. */
function takeLock(dataDir: string): Database.Database {
  const lock = new Database(join(dataDir, "store.lock"), { timeout: 0 });
  try {
    lock.exec("begin exclusive");
    return lock;
  } catch (cause) {
    lock.close();
    if ((cause as { code?: string }).code !== "SQLITE_BUSY") throw cause;
    throw new StoreFault("STORE_IN_USE", `another server works with the embedded store in ${dataDir}`, { cause });
  }
}
