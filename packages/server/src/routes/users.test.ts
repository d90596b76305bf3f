import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureAdministrator, resetUserPassword } from "../services/users/administrator.ts";
import { createTestServer, type TestServer, type TestUser } from "../testing/test-server.ts";
import { createTestStore, testStores } from "../testing/test-store.ts";

describe.each(testStores)("users on the %s store", (store) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await createTestServer({ store });
  });
  afterAll(() => server.close());

  const patch = (as: TestUser, user: { id: string }, body: unknown) =>
    server.call({ method: "PATCH", url: `/api/users/${user.id}`, as, body, headers: { "if-match": "*" } });

  it("lets managers manage everybody but administrators", async () => {
    const admin = await server.createUser("admin");
    const manager = await server.createUser("manager");
    const analyst = await server.createUser("analyst");
    expect((await patch(manager, analyst, { role: "viewer" })).json().role).toBe("viewer");
    expect((await patch(manager, analyst, { role: "admin" })).statusCode).toBe(403);
    expect((await patch(manager, admin, { name: "X" })).statusCode).toBe(403);
    expect((await patch(manager, manager, { role: "admin" })).statusCode).toBe(403);
    const url = `/api/users/${admin.id}/password-reset`;
    expect((await server.call({ method: "POST", url, as: manager })).statusCode).toBe(403);
    const body = { email: "boss@example.com", name: "Boss", role: "admin" };
    expect((await server.call({ method: "POST", url: "/api/users", as: manager, body })).statusCode).toBe(403);
    expect((await server.call({ method: "GET", url: "/api/users", as: analyst })).statusCode).toBe(403);
  });

  it("finds by a part of name or address, whatever its case and signs", async () => {
    const admin = await server.createUser("admin");
    const body = { email: "ümit_50%@example.com", name: "ÜMİT Öz", role: "viewer" };
    expect((await server.call({ method: "POST", url: "/api/users", as: admin, body })).statusCode).toBe(201);
    const total = async (search: string) =>
      (await server.call({ method: "GET", url: `/api/users?search=${encodeURIComponent(search)}`, as: admin })).json()
        .total as number;
    expect(await total("öZ")).toBe(1);
    expect(await total("t_50%")).toBe(1);
    expect(await total("%%%")).toBe(0);
  });

  it("gives the members of a project their role there and takes it away", async () => {
    const manager = await server.createUser("manager");
    const viewer = await server.createUser("viewer");
    const project = await server.createProject(manager);
    const members = `/api/projects/${project}/members`;
    const read = async () =>
      (await server.call({ method: "GET", url: `/api/projects/${project}`, as: viewer })).statusCode;
    expect(await read()).toBe(404);
    const added = await server.call({
      method: "POST",
      url: members,
      as: manager,
      body: { userId: viewer.id, role: "analyst" },
    });
    expect(added.statusCode, added.body).toBe(201);
    expect(await read()).toBe(200);
    // The lesser of role and membership counts.
    const mine = await server.call({ method: "GET", url: `/api/projects/${project}`, as: viewer });
    expect(mine.json().access).toEqual(["project:read"]);
    const change = { method: "PATCH", url: `${members}/${viewer.id}`, as: manager, body: { role: "viewer" } } as const;
    expect((await server.call({ ...change, headers: { "if-match": '"1"' } })).json().version).toBe(2);
    expect((await server.call({ ...change, headers: { "if-match": '"1"' } })).statusCode).toBe(412);
    expect((await server.call({ method: "GET", url: members, as: viewer })).json().total).toBe(1);
    await server.call({ method: "DELETE", url: `${members}/${viewer.id}`, as: manager });
    expect(await read()).toBe(404);
  });

  it("keeps preferences and sessions to the person", async () => {
    const user = await server.createUser("viewer");
    const body = { preferences: { theme: "dark" } };
    const profile = { method: "PATCH", url: "/api/profile", as: user } as const;
    expect((await server.call({ ...profile, body })).statusCode).toBe(428);
    await server.call({ ...profile, body, headers: { "if-match": '"1"' } });
    const more = await server.call({
      ...profile,
      body: { preferences: { locale: "de" } },
      headers: { "if-match": '"2"' },
    });
    expect(more.json().preferences).toEqual({ theme: "dark", locale: "de" });
    const other = await server.createUser("viewer");
    const theirs = (await server.call({ method: "GET", url: "/api/profile/sessions", as: other })).json().items[0];
    const url = `/api/profile/sessions/${theirs.id}`;
    expect((await server.call({ method: "DELETE", url, as: user })).statusCode).toBe(404);
    expect((await server.call({ method: "DELETE", url, as: other })).statusCode).toBe(204);
    expect((await server.call({ method: "GET", url: "/api/profile", as: other })).statusCode).toBe(401);
  });

  it("never loses its last administrator, even when two demote each other at once", async () => {
    const own = await createTestServer({ store });
    const [one, two] = [await own.createUser("admin"), await own.createUser("admin")];
    const demote = (as: TestUser, user: TestUser) =>
      own.call({
        method: "PATCH",
        url: `/api/users/${user.id}`,
        as,
        body: { role: "viewer" },
        headers: { "if-match": "*" },
      });
    const answers = await Promise.all([demote(one, two), demote(two, one)]);
    const admins = await own.context.store.selectFrom("users").select("id").where("role", "=", "admin").execute();
    await own.close();
    expect(admins).toHaveLength(1);
    expect(answers.map((answer) => answer.statusCode).filter((status) => status === 200)).toHaveLength(1);
  });

  it("creates the first administrator once, even from two servers, and resets a password", async () => {
    const shared = await createTestStore(store);
    const first = await createTestServer({ store: shared });
    const servers = store === "postgres" ? [first, await createTestServer({ store: shared })] : [first];
    const made = await Promise.all(servers.map((one) => ensureAdministrator(one.context)));
    expect(made.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await ensureAdministrator(first.context)).toBeUndefined();
    const password = await resetUserPassword(first.context, "Admin@recon.local");
    const answer = await first.call({
      method: "POST",
      url: "/api/auth/login",
      body: { email: "admin@recon.local", password },
    });
    expect(answer.json()).toMatchObject({ mustChangePassword: true, user: { role: "admin" } });
    expect(await resetUserPassword(first.context, "nobody@example.com")).toBeUndefined();
    for (const one of servers) await one.close();
    await shared.remove();
  });
});
