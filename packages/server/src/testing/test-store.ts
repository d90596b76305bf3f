import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import type { StoreDialect } from "../store/column-types.ts";
import { newId } from "../store/new-id.ts";

/** Where a test's store lies; several servers may open the same PostgreSQL database. */
export interface TestStore {
  readonly dialect: StoreDialect;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  remove(): Promise<void>;
}

/** Stores to run a suite against: `describe.each(testStores)`. PostgreSQL is missing where it cannot be installed. */
export const testStores: readonly StoreDialect[] =
  inject("postgresUrl") === null ? ["embedded"] : ["embedded", "postgres"];

/** A fresh data folder and, for PostgreSQL, a fresh database. */
export async function createTestStore(dialect: StoreDialect): Promise<TestStore> {
  const dataDir = mkdtempSync(join(tmpdir(), "recon-server-"));
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true });
  if (dialect === "embedded") {
    return { dialect, dataDir, databaseUrl: undefined, remove: async () => removeFolder() };
  }
  const server = inject("postgresUrl");
  const name = `test_${newId<string>().replaceAll("-", "")}`;
  await execute(`${server}/postgres`, `create database ${name}`);
  return {
    dialect,
    dataDir,
    databaseUrl: `${server}/${name}`,
    remove: async () => {
      removeFolder();
      await execute(`${server}/postgres`, `drop database ${name} with (force)`);
    },
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
