/** The store suite: the same on both stores, but for what only one of them can be asked. */
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { UserId } from "@recon/api";
import { createTestStore, testStores, type TestStore } from "../testing/test-store.ts";
import { migrateStore } from "./migrate-store.ts";
import { newId } from "./new-id.ts";
import { openStore, type OpenStore } from "./open-store.ts";
import { listFingerprint, readPage } from "./page.ts";
import { isUniqueViolation } from "./unique-violation.ts";

describe.each(testStores)("the %s store", (dialect) => {
  let place: TestStore;
  let store: OpenStore;

  beforeEach(async () => {
    place = await createTestStore(dialect);
    store = openStore(place);
    await migrateStore(store);
  });
  afterEach(async () => {
    await store.close();
    await place.remove();
  });

  const person = (name: string) => {
    const id = newId<UserId>();
    const at = "2026-11-25T08:00:00.000Z";
    return {
      id,
      email: `${id}@example.com`,
      name,
      name_key: name,
      role: "viewer" as const,
      status: "active" as const,
      password_hash: "x",
      must_change_password: 0 as const,
      preferences: "{}",
      created_at: at,
      updated_at: at,
      last_login_at: null,
      version: 1,
    };
  };

  it("is migrated once, however often and by however many at once", async () => {
    expect(await migrateStore(store)).toEqual([]);
    if (dialect === "embedded") return;
    const fresh = await createTestStore(dialect);
    const [one, two] = [openStore(fresh), openStore(fresh)];
    const applied = await Promise.all([migrateStore(one), migrateStore(two)]);
    expect(applied.flat()).toEqual([...new Set(applied.flat())]);
    await Promise.all([one.close(), two.close()]);
    await fresh.remove();
  });

  it("refuses a store that a newer program wrote", async () => {
    await store.db
      .withTables<{ kysely_migration: { name: string; timestamp: string } }>()
      .insertInto("kysely_migration")
      .values({ name: "9999-future", timestamp: "2030-01-01T00:00:00.000Z" })
      .execute();
    await expect(migrateStore(store)).rejects.toMatchObject({ code: "STORE_NEWER" });
  });

  it("keeps what was committed and nothing of what was not", async () => {
    await store.db.insertInto("users").values(person("kept")).execute();
    const failing = store.db.transaction().execute(async (trx) => {
      await trx.insertInto("users").values(person("lost")).execute();
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    await store.close();
    store = openStore(place);
    const names = await store.db.selectFrom("users").select("name").execute();
    expect(names).toEqual([{ name: "kept" }]);
  });

  it("sorts text by code point and counts in numbers", async () => {
    const names = ["b", "a", "B", "ä", "z", "_", "10", "9", "😀"];
    await store.db.insertInto("users").values(names.map(person)).execute();
    const rows = await store.db.selectFrom("users").select(["name", "version"]).orderBy("name_key").execute();
    expect(rows.map((row) => row.name)).toEqual(["10", "9", "B", "_", "a", "b", "z", "ä", "😀"]);
    expect(rows[0]?.version).toBe(1);
    const { count } = await store.db
      .selectFrom("users")
      .select((builder) => builder.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    expect(count).toBe(9);
  });

  it("holds references and unique keys, and tells a violation of the latter", async () => {
    const one = person("one");
    await store.db.insertInto("users").values(one).execute();
    const twice = store.db
      .insertInto("users")
      .values({ ...person("two"), email: one.email })
      .execute();
    expect(isUniqueViolation(await twice.catch((error: unknown) => error))).toBe(true);
    const orphan = { project_id: newId<never>(), user_id: one.id, role: "viewer" as const, created_at: "", version: 1 };
    const failure = await store.db
      .insertInto("memberships")
      .values(orphan)
      .execute()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(isUniqueViolation(failure)).toBe(false);
  });

  it("pages through rows of equal value, forwards and backwards, while rows come and go", async () => {
    await store.db
      .insertInto("users")
      .values(Array.from({ length: 25 }, (_, at) => person(`n${at % 3}`)))
      .execute();
    const all = await store.db.selectFrom("users").select("id").orderBy("name_key").orderBy("id").execute();
    for (const descending of [false, true]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const query = store.db.selectFrom("users").select(["id as sort_id", "name_key as sort_value"]);
        const request = { limit: 4, cursor, sort: "name", fingerprint: listFingerprint("x", descending) };
        const page = await readPage(query, { column: "name_key", id: "id", descending }, request);
        expect(page.total).toBeGreaterThanOrEqual(25);
        seen.push(...page.items.map((row) => row.sort_id));
        cursor = page.nextCursor ?? undefined;
        if (!descending && seen.length === 8) await store.db.insertInto("users").values(person("a")).execute();
      } while (cursor !== undefined);
      expect(new Set(seen).size).toBe(seen.length);
      const before = all.map((row) => row.id);
      expect(seen.filter((id) => before.includes(id as UserId))).toEqual(descending ? before.reverse() : before);
    }
  });

  it("refuses a cursor of another list", async () => {
    await store.db
      .insertInto("users")
      .values([person("a"), person("b")])
      .execute();
    const query = store.db.selectFrom("users").select(["id as sort_id", "name_key as sort_value"]);
    const order = { column: "name_key", id: "id", descending: false };
    const first = await readPage(query, order, { limit: 1, sort: "name", fingerprint: listFingerprint("one") });
    const other = readPage(query, order, {
      limit: 1,
      sort: "name",
      cursor: first.nextCursor ?? "",
      fingerprint: listFingerprint("two"),
    });
    await expect(other).rejects.toMatchObject({ code: "CURSOR_INVALID" });
  });

  it("refuses a cursor whose place is no value of the column", async () => {
    await store.db.insertInto("users").values(person("a")).execute();
    const read = (column: "name_key" | "version", value: unknown) =>
      readPage(
        store.db.selectFrom("users").select(["id as sort_id", `${column} as sort_value`]),
        { column, id: "id", descending: false, isNumeric: column === "version" },
        {
          limit: 1,
          sort: "x",
          cursor: Buffer.from(JSON.stringify(["mark", value, "id"])).toString("base64url"),
          fingerprint: "mark",
        },
      );
    await expect(read("version", "text")).rejects.toMatchObject({ code: "CURSOR_INVALID" });
    await expect(read("name_key", 1)).rejects.toMatchObject({ code: "CURSOR_INVALID" });
    expect((await read("version", 0)).items).toHaveLength(1);
  });

  it("lets no transaction that stands still hold up the others for long", async () => {
    if (dialect === "embedded") return;
    const { rows } = await sql`show idle_in_transaction_session_timeout`.execute(store.db);
    expect(rows).toEqual([{ idle_in_transaction_session_timeout: "30s" }]);
  });

  it("lets in one server only where the store is embedded, and administrators beside it", async () => {
    if (dialect === "postgres") {
      await openStore(place).close();
      return;
    }
    expect(() => openStore(place)).toThrow(expect.objectContaining({ code: "STORE_IN_USE" }) as Error);
    const beside = openStore({ ...place, shared: true });
    await beside.db.insertInto("users").values(person("beside")).execute();
    expect(await store.db.selectFrom("users").select("name").execute()).toEqual([{ name: "beside" }]);
    await beside.close();
    await store.close();
    store = openStore(place);
  });
});
