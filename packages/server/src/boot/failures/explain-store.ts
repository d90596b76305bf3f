import type { Analyzer } from "../analyze-failure.ts";
import { serveExit, type Failure } from "../failure.ts";

type Words = readonly [code: string, what: string, action: string, exitCode: number];

/** Codes of PostgreSQL (appendix A of its manual), of the embedded store, of our own, and of its connections. */
const causes: Readonly<Record<string, Words>> = {
  "28P01": [
    "STORE_PASSWORD_WRONG",
    "the store refuses the user's password",
    "Correct user and password in DATABASE_URL (special characters percent-encoded), or set the password in PostgreSQL: ALTER ROLE … PASSWORD.",
    serveExit.permission,
  ],
  "28000": [
    "STORE_LOGIN_REFUSED",
    "the store does not let this user in from here",
    "Check the user in DATABASE_URL and the rules in PostgreSQL's pg_hba.conf.",
    serveExit.permission,
  ],
  "3D000": [
    "STORE_DATABASE_MISSING",
    "the database does not exist",
    "Create it (createdb, or CREATE DATABASE … OWNER …), or correct the name at the end of DATABASE_URL.",
    serveExit.unavailable,
  ],
  "42501": [
    "STORE_NO_PERMISSION",
    "the store's user may not do what the migrations need",
    "Make the user owner of the database, or GRANT CREATE on its schema public.",
    serveExit.permission,
  ],
  "25006": [
    "STORE_READ_ONLY",
    "the store is read-only (a standby, or default_transaction_read_only)",
    "Point DATABASE_URL to the primary.",
    serveExit.unavailable,
  ],
  "53100": [
    "STORE_DISK_FULL",
    "the store's disk is full",
    "Free space on the PostgreSQL server.",
    serveExit.unavailable,
  ],
  "53300": [
    "STORE_NO_CONNECTION_LEFT",
    "the store has no connection left",
    "Raise max_connections in PostgreSQL, or let fewer programs connect.",
    serveExit.unavailable,
  ],
  "57P03": [
    "STORE_STARTING",
    "the store is still starting or recovering",
    "Wait for PostgreSQL, then start again.",
    serveExit.unavailable,
  ],
  STORE_TOO_OLD: [
    "STORE_TOO_OLD",
    "the store's PostgreSQL is too old",
    "Upgrade it to version 15 or newer.",
    serveExit.configuration,
  ],
  STORE_NEWER: [
    "STORE_NEWER",
    "the store is newer than this program",
    "Start the newer version of recon again, or restore a backup that this version wrote.",
    serveExit.configuration,
  ],
  STORE_IN_USE: [
    "STORE_IN_USE",
    "another server works with the embedded store",
    "Stop the other server, give this one its own DATA_DIR, or use PostgreSQL (DATABASE_URL) for several servers.",
    serveExit.temporary,
  ],
  MIGRATION_FAILED: [
    "MIGRATION_FAILED",
    "a migration of the store failed; the store is as it was before it",
    "Read the reason above; if it names no cause that you can mend, report it. The version that ran before still works.",
    serveExit.bug,
  ],
  SQLITE_CORRUPT: [
    "STORE_CORRUPT",
    "the embedded store is damaged",
    "Restore DATA_DIR from a backup; keep the damaged file (store.sqlite) for a rescue with sqlite3 .recover.",
    serveExit.inputOutput,
  ],
  SQLITE_NOTADB: [
    "STORE_CORRUPT",
    "the embedded store's file is no database",
    "Restore DATA_DIR from a backup, or move store.sqlite away to begin with an empty store.",
    serveExit.inputOutput,
  ],
  SQLITE_BUSY: [
    "STORE_IN_USE",
    "another process holds the embedded store",
    "Stop the other server or the program that has store.sqlite open.",
    serveExit.temporary,
  ],
  SQLITE_READONLY: [
    "STORE_READ_ONLY",
    "the embedded store cannot be written to",
    "Give the server's user write permission on DATA_DIR and the files in it.",
    serveExit.permission,
  ],
  SQLITE_CANTOPEN: [
    "STORE_CANNOT_OPEN",
    "the embedded store cannot be opened",
    "Look at store.sqlite in DATA_DIR: it must be a file, and the server's user must own it.",
    serveExit.cannotCreate,
  ],
  SQLITE_IOERR: [
    "DISK_ERROR",
    "the disk failed under the embedded store",
    "Look at the kernel log (dmesg) and the free space.",
    serveExit.inputOutput,
  ],
};

const connectionCauses: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing accepts connections there",
  ENOTFOUND: "its host name is not known",
  EAI_AGAIN: "its host name cannot be resolved right now",
  ETIMEDOUT: "it does not answer in time",
  ECONNRESET: "it breaks connections off",
  EHOSTUNREACH: "there is no way to its host",
  ENETUNREACH: "there is no way to its network",
  EPIPE: "it breaks connections off",
};

/** What keeps the store from being used. Details of the driver's message are kept: they name user, database and host. */
export const explainStore: Analyzer = (error, phase) => {
  if (typeof error.code !== "string") return explainMessage(error, phase);
  const { code } = error;
  const words = causes[code] ?? causes[/^SQLITE_[A-Z]+/.exec(code)?.[0] ?? ""];
  if (words !== undefined) return failure(words, error, phase);
  if (/^(SELF_SIGNED|UNABLE_TO_|CERT_|DEPTH_ZERO|ERR_TLS_)/.test(code)) {
    return failure(
      [
        "STORE_CERTIFICATE",
        "the store's certificate is not trusted",
        "Give its authority with NODE_EXTRA_CA_CERTS, or correct the host name in DATABASE_URL.",
        serveExit.unavailable,
      ],
      error,
      phase,
    );
  }
  return undefined;
};

/** The driver reports some ends of a connection by message alone. */
function explainMessage(error: Error, phase: string): Failure | undefined {
  if (!/timeout exceeded when trying to connect|Connection terminated|timeout expired/i.test(error.message))
    return undefined;
  return unreachable(error, { phase, why: "it does not answer in time or breaks connections off" });
}

/** Words for a store that could not be reached after all tries. */
export function explainUnreachableStore(error: Error & { code?: unknown }, phase: string): Failure {
  const why = typeof error.code === "string" ? connectionCauses[error.code] : undefined;
  return unreachable(error, { phase, why: why ?? "the connection fails" });
}

function unreachable(error: Error, { phase, why }: { phase: string; why: string }): Failure {
  return {
    code: "STORE_UNREACHABLE",
    description: `the store cannot be reached: ${why} (phase ${phase}): ${error.message}`,
    action:
      "Start PostgreSQL, or correct host and port in DATABASE_URL; in containers, use the service's name, not localhost.",
    exitCode: serveExit.unavailable,
  };
}

function failure([code, what, action, exitCode]: Words, error: Error, phase: string): Failure {
  return { code, description: `${what} (phase ${phase}): ${error.message.split("\n")[0]}`, action, exitCode };
}
