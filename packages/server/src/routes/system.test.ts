import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pruneExpired } from "../services/auth/prune-expired.ts";
import { createTestServer, type TestServer, type TestUser } from "../testing/test-server.ts";
import { testStores } from "../testing/test-store.ts";

describe.each(testStores)("the system on the %s store", (store) => {
  let server: TestServer;
  let admin: TestUser;
  beforeAll(async () => {
    server = await createTestServer({ store });
    admin = await server.createUser("admin");
  });
  afterAll(() => server.close());

  it("tells administrators of starts, also of those without an end, past a torn line", async () => {
    const { instance, config } = server.context;
    const line = (event: string, instanceId: string, more: object = {}) =>
      JSON.stringify({
        v: 1,
        event,
        instanceId,
        pid: 7,
        at: "2026-11-25T07:00:00.000Z",
        phase: "load",
        exitCode: null,
        signal: null,
        code: null,
        description: null,
        ...more,
      });
    const end = { phase: "store", exitCode: 69, code: "STORE_UNREACHABLE", description: "refused" };
    const lines = [
      line("started", "a"),
      line("ended", "a", end),
      line("started", "b"),
      '{"torn',
      line("started", instance.id),
    ];
    appendFileSync(join(config.dataDir, "starts.ndjson"), `${lines.join("\n")}\n`);
    const answer = await server.call({ method: "GET", url: "/api/system", as: admin });
    expect(answer.json()).toMatchObject({
      store,
      jobs: { queued: 0, running: 0 },
      starts: [
        { instanceId: instance.id, state: "running" },
        { instanceId: "b", state: "unended", endedAt: null },
        { instanceId: "a", state: "failed", phase: "store", exitCode: 69, description: "refused" },
      ],
    });
    expect(answer.json().dependencies.map((one: { name: string }) => one.name)).toContain("store");
    expect((await server.call({ method: "GET", url: "/api/system/jobs", as: admin })).json()).toMatchObject({
      total: 0,
    });
  });

  it("lets nobody work in an archived project until it is reopened", async () => {
    const analyst = await server.createUser("analyst");
    const project = await server.createProject(admin, [[analyst, "analyst"]]);
    const url = `/api/projects/${project}`;
    const status = (to: string) =>
      server.call({ method: "PATCH", url, as: admin, body: { status: to }, headers: { "if-match": "*" } });
    const work = async () =>
      (
        await server.call({
          method: "POST",
          url: `${url}/uploads`,
          as: analyst,
          body: { fileName: "a.csv", sizeBytes: 1 },
        })
      ).statusCode;
    await status("archived");
    expect(await work()).toBe(409);
    expect((await server.call({ method: "GET", url, as: analyst })).json().status).toBe("archived");
    await status("active");
    expect(await work()).toBe(201);
  });

  it("forgets what has run out, and nothing else", async () => {
    const { context, clock } = server;
    const user = await server.createUser("viewer");
    const body = { email: user.email, password: user.password };
    await server.call({ method: "POST", url: "/api/auth/login", body });
    // A ticket that nobody used names its session.
    expect((await server.call({ method: "POST", url: "/api/ws-tickets", as: user })).statusCode).toBe(201);
    const count = async (table: "sessions" | "refresh_tokens") =>
      (await context.store.selectFrom(table).selectAll().execute()).length;
    const [sessions, tokens] = [await count("sessions"), await count("refresh_tokens")];
    await pruneExpired(context);
    expect([await count("sessions"), await count("refresh_tokens")]).toEqual([sessions, tokens]);
    clock.advanceMs((context.config.jwtRefreshExpirationS + 90_000) * 1000);
    await pruneExpired(context);
    expect([await count("sessions"), await count("refresh_tokens")]).toEqual([0, 0]);
  });
});
