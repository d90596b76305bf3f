import { Migrator } from "kysely/migration";
import { migrationsFor } from "./migrations/migrations.ts";
import type { OpenStore } from "./open-store.ts";
import { StoreFault } from "./store-fault.ts";

/** Brings the store up to this program; returns the names applied. Two servers that start at once take turns. */
export async function migrateStore(store: OpenStore): Promise<readonly string[]> {
  const migrations = migrationsFor(store.dialect);
  const migrator = new Migrator({ db: store.db, provider: { getMigrations: async () => migrations } });
  await refuseNewer(store, migrations);
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === "Error")?.migrationName ?? "before the first step";
    const reason = error instanceof Error ? error.message : "no reason given";
    throw new StoreFault("MIGRATION_FAILED", `migration ${failed} failed: ${reason}`, { cause: error });
  }
  return (results ?? []).map((result) => result.migrationName);
}

async function refuseNewer(store: OpenStore, known: Readonly<Record<string, unknown>>): Promise<void> {
  const tables = await store.db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === "kysely_migration")) return;
  const rows = await store.db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom("kysely_migration")
    .select("name")
    .execute();
  const unknown = rows.map((row) => row.name).filter((name) => !(name in known));
  if (unknown.length > 0) {
    throw new StoreFault("STORE_NEWER", `the store was written by a newer program (it knows ${unknown.join(", ")})`);
  }
}
