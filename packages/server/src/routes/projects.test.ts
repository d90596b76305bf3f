import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer, type TestUser } from "../testing/test-server.ts";
import { testStores } from "../testing/test-store.ts";

describe.each(testStores)("projects on the %s store", (store) => {
  let server: TestServer;
  let manager: TestUser;

  beforeAll(async () => {
    server = await createTestServer({ store });
    manager = await server.createUser("manager");
  });
  afterAll(() => server.close());

  it("creates, reads, edits and lists", async () => {
    const created = await server.call({ method: "POST", url: "/api/projects", as: manager, body: { name: "Bank" } });
    expect(created.statusCode, created.body).toBe(201);
    expect(created.headers.etag).toBe('"1"');
    const url = `/api/projects/${created.json().id}`;
    const edited = await server.call({
      method: "PATCH",
      url,
      as: manager,
      body: { description: "d" },
      headers: { "if-match": '"1"' },
    });
    expect(edited.json()).toMatchObject({ name: "Bank", description: "d", version: 2 });
    const late = await server.call({
      method: "PATCH",
      url,
      as: manager,
      body: { name: "Other" },
      headers: { "if-match": '"1"' },
    });
    expect(late.statusCode).toBe(412);
    expect(late.json()).toMatchObject({ code: "VERSION_CONFLICT", current: { version: 2, description: "d" } });
    const list = await server.call({ method: "GET", url: "/api/projects?search=BAN", as: manager });
    expect(list.json()).toMatchObject({ total: 1, nextCursor: null });
  });

  it("tells a taken name, whatever its case", async () => {
    await server.call({ method: "POST", url: "/api/projects", as: manager, body: { name: "Ledger" } });
    const again = await server.call({ method: "POST", url: "/api/projects", as: manager, body: { name: "LEDGER" } });
    expect(again.statusCode).toBe(409);
    expect(again.json().code).toBe("NAME_TAKEN");
  });

  it("pages without repeating or losing a project", async () => {
    for (let at = 0; at < 7; at++) await server.createProject(manager);
    const seen: string[] = [];
    let cursor = "";
    do {
      const page = await server.call({
        method: "GET",
        url: `/api/projects?limit=3&sort=-createdAt&cursor=${cursor}`.replace(/&cursor=$/, ""),
        as: manager,
      });
      expect(page.statusCode, page.body).toBe(200);
      seen.push(...page.json().items.map((project: { id: string }) => project.id));
      cursor = page.json().nextCursor ?? "";
    } while (cursor !== "");
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(7);
  });

  it("shows a member their project and nothing else", async () => {
    const analyst = await server.createUser("analyst");
    const mine = await server.createProject(manager, [[analyst, "analyst"]]);
    const other = await server.createProject(manager);
    expect((await server.call({ method: "GET", url: `/api/projects/${mine}`, as: analyst })).json().access).toEqual([
      "project:read",
      "project:work",
    ]);
    expect((await server.call({ method: "GET", url: `/api/projects/${other}`, as: analyst })).statusCode).toBe(404);
    expect((await server.call({ method: "GET", url: "/api/projects", as: analyst })).json().total).toBe(1);
  });

  it("is 401 for an anonymous caller before anything else is looked at", async () => {
    const answer = await server.call({
      method: "POST",
      url: "/api/projects",
      body: "{",
      headers: { "content-type": "text/csv" },
    });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
  });

  it("makes one project of 50 concurrent calls with one key", async () => {
    const call = () =>
      server.call({
        method: "POST",
        url: "/api/projects",
        as: manager,
        body: { name: "Once" },
        headers: { "idempotency-key": "k-1" },
      });
    const answers = await Promise.all(Array.from({ length: 50 }, call));
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([201]));
    expect(new Set(answers.map((answer) => answer.json().id)).size).toBe(1);
    const rows = await server.context.store.selectFrom("projects").select("id").where("name", "=", "Once").execute();
    expect(rows).toHaveLength(1);
  });
});
