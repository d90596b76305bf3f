import { Problem } from "@recon/api";

/** Runs a write and tells a violated unique key as NAME_TAKEN. On PostgreSQL the transaction is lost by then. */
export async function taken<T>(detail: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error)) throw new Problem("NAME_TAKEN", detail, { cause: error });
    throw error;
  }
}

/** 23505 is PostgreSQL's unique_violation (https://www.postgresql.org/docs/15/errcodes-appendix.html). */
export function isUniqueViolation(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === "23505" || code === "SQLITE_CONSTRAINT_UNIQUE" || code === "SQLITE_CONSTRAINT_PRIMARYKEY";
}
