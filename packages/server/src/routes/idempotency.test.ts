import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer, type TestUser } from "../testing/test-server.ts";
import { createTestStore, testStores, type TestStore } from "../testing/test-store.ts";

describe.each(testStores)("idempotency keys on the %s store", (dialect) => {
  let store: TestStore;
  let servers: TestServer[];
  let user: TestUser;

  beforeAll(async () => {
    store = await createTestStore(dialect);
    const first = await createTestServer({ store });
    servers = dialect === "postgres" ? [first, await createTestServer({ store })] : [first];
    user = await first.createUser("admin");
  });
  afterAll(async () => {
    for (const server of servers) await server.close();
    await store.remove();
  });

  const create = (name: string, key: string, at = 0, as = user) =>
    (servers[at % servers.length] as TestServer).call({
      method: "POST",
      url: "/api/projects",
      as,
      body: { name },
      headers: { "idempotency-key": key },
    });

  it("has one effect of 50 concurrent calls, over all servers", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, at) => create("Once", "once", at)));
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.body)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers["idempotency-replayed"] === undefined)).toHaveLength(1);
    const rows = await servers[0]?.context.store
      .selectFrom("projects")
      .select("id")
      .where("name", "=", "Once")
      .execute();
    expect(rows).toHaveLength(1);
  });

  it("refuses a key for other content and keeps people's keys apart", async () => {
    expect((await create("First", "key")).statusCode).toBe(201);
    expect((await create("Second", "key")).json().code).toBe("IDEMPOTENCY_KEY_REUSED");
    const other = (await servers[0]?.createUser("manager")) as TestUser;
    expect((await create("Second", "key", 0, other)).statusCode).toBe(201);
  });

  it("lets a call that failed be tried again with its key", async () => {
    await create("Taken", "taken-1");
    expect((await create("taken", "again")).json().code).toBe("NAME_TAKEN");
    await servers[0]?.context.store.deleteFrom("projects").where("name", "=", "Taken").execute();
    const answer = await create("taken", "again");
    expect([answer.statusCode, answer.headers["idempotency-replayed"]]).toEqual([201, undefined]);
    expect((await create("taken", "again")).headers["idempotency-replayed"]).toBe("true");
  });

  it("keeps no password, not even its plain hash", async () => {
    const server = servers[0] as TestServer;
    const body = { email: "keeper@example.com", name: "S", role: "viewer", password: "highly secret words" };
    const headers = { "idempotency-key": "secret" };
    expect((await server.call({ method: "POST", url: "/api/users", as: user, body, headers })).statusCode).toBe(201);
    const rows = await server.context.store
      .selectFrom("idempotency_keys")
      .selectAll()
      .where("key", "=", "secret")
      .execute();
    expect(JSON.stringify(rows)).not.toMatch(/highly secret|argon2/);
    expect(rows).toHaveLength(1);
  });
});
