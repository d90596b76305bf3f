/**
 * Role × route × foreign object, over every route of the OpenAPI document. What is expected is written down here once
 * more, by hand, so that a slip in the server's own table shows.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { catalogue, type MembershipRole, type Method, type Role } from "@recon/api";
import { fillPath, makeObjects, type ForeignObjects } from "../testing/foreign-objects.ts";
import { createTestServer, type TestServer, type TestUser } from "../testing/test-server.ts";

interface Caller {
  readonly name: string;
  readonly role: Role;
  readonly membership?: MembershipRole;
  readonly everywhere: readonly string[];
  readonly inProject: readonly string[];
}

const full = ["project:read", "project:work", "project:manage"];
const callers: readonly Caller[] = [
  {
    name: "admin",
    role: "admin",
    everywhere: ["user", "projects:create", "users:manage", "system:manage"],
    inProject: full,
  },
  { name: "manager", role: "manager", everywhere: ["user", "projects:create", "users:manage"], inProject: full },
  {
    name: "analyst, analyst here",
    role: "analyst",
    membership: "analyst",
    everywhere: ["user"],
    inProject: ["project:read", "project:work"],
  },
  {
    name: "analyst, viewer here",
    role: "analyst",
    membership: "viewer",
    everywhere: ["user"],
    inProject: ["project:read"],
  },
  { name: "analyst, member elsewhere", role: "analyst", everywhere: ["user"], inProject: [] },
  {
    name: "viewer, analyst here",
    role: "viewer",
    membership: "analyst",
    everywhere: ["user"],
    inProject: ["project:read"],
  },
  {
    name: "viewer, viewer here",
    role: "viewer",
    membership: "viewer",
    everywhere: ["user"],
    inProject: ["project:read"],
  },
  { name: "viewer, member elsewhere", role: "viewer", everywhere: ["user"], inProject: [] },
];

/** Public by contract, and nothing else. */
const publicPaths =
  /^(\/api\/auth\/(register|login|refresh|password\/reset.*|verify.*|oidc.*)|\/api\/health.*|\/metrics|\/api\/docs.*|\/api\/openapi\.json)$/;

type Expected = "pass" | 403 | 404;

function expectedFor(caller: Caller, access: string): Expected {
  if (!access.startsWith("project:")) return caller.everywhere.includes(access) ? "pass" : 403;
  if (caller.inProject.length === 0) return 404;
  return caller.inProject.includes(access) ? "pass" : 403;
}

function bodyOf(method: Method, path: string): unknown {
  return catalogue.find((one) => one.method === method && one.path === path)?.example?.body;
}

/** Deletions last, or they would take away what the other calls are about. */
const routes = catalogue
  .map(({ id, method, path, access }) => ({ id, method, path, access }))
  .sort((a, b) => Number(a.method === "DELETE") - Number(b.method === "DELETE"));

describe("access", () => {
  let server: TestServer;
  let here: ForeignObjects;
  let elsewhere: ForeignObjects;
  let admin: TestUser;

  beforeAll(async () => {
    server = await createTestServer({ store: "embedded", jobs: true });
    admin = await server.createUser("admin");
    here = await makeObjects(server, admin);
    elsewhere = await makeObjects(server, admin);
  });
  afterAll(() => server.close());

  /** A person of their own for every call: some calls end the caller's session. */
  async function personOf(caller: Caller): Promise<TestUser> {
    const user = await server.createUser(caller.role);
    const project = caller.membership === undefined ? elsewhere.projectId : here.projectId;
    await server.context.store
      .insertInto("memberships")
      .values({
        project_id: project,
        user_id: user.id,
        role: caller.membership ?? "analyst",
        created_at: "2026-11-25T08:00:00.000Z",
        version: 1,
      })
      .execute();
    return user;
  }

  const call = (method: Method, url: string, as?: TestUser) => server.call({ method, url, as });

  it("is the document's: every route of it is in this test", async () => {
    const { paths } = (await call("GET", "/api/openapi.json")).json<{
      paths: Record<string, Record<string, { operationId: string; "x-recon-access": string }>>;
    }>();
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, one]) =>
        [one.operationId, method.toUpperCase(), path, one["x-recon-access"]].join(" "),
      ),
    );
    expect(described.sort()).toEqual(
      routes.map(({ id, method, path, access }) => [id, method, path, access].join(" ")).sort(),
    );
  });

  it("is public where the contract says so, and nowhere else", () => {
    const open = routes.filter(({ access }) => access === "public").map(({ path }) => path);
    expect(open.length).toBeGreaterThan(8);
    expect(open.filter((path) => !publicPaths.test(path))).toEqual([]);
  });

  it("is what its address promises", () => {
    const ofProject = /^\/api\/(projects\/\{projectId\}|(uploads|sources|reconciliations|runs)\/\{)/;
    const onlyLooks = /\/(preview|plans\/(validate|propose)|check|facets|rows|groups|differences|breaks)$/;
    for (const { id, method, path, access } of routes) {
      if (publicPaths.test(path)) continue;
      if (path.startsWith("/api/users")) expect([id, access]).toEqual([id, "users:manage"]);
      else if (path.startsWith("/api/system")) expect([id, access]).toEqual([id, "system:manage"]);
      else if (path === "/api/settings" && method !== "GET") expect([id, access]).toEqual([id, "system:manage"]);
      else if (!ofProject.test(path)) expect(["user", "projects:create"], id).toContain(access);
      else if (method === "GET" || onlyLooks.test(path)) expect(["project:read", "project:work"], id).toContain(access);
      else expect(["project:work", "project:manage"], id).toContain(access);
    }
  });

  describe.each(routes)("$method $path ($access)", ({ method, path, access }) => {
    it("is 401 for a stranger, whatever they send", async () => {
      if (access === "public") return;
      const url = fillPath(path, here.params);
      const odd = { "content-type": "text/nonsense", "if-match": "?", "idempotency-key": " " };
      for (const headers of [{}, odd, { authorization: "Bearer a.b.c" }, { authorization: "Basic YTpi" }]) {
        const answer = await server.call({ method, url, headers, ...(method === "GET" ? {} : { body: "{" }) });
        expect([answer.statusCode, answer.headers["www-authenticate"]], answer.body).toEqual([401, "Bearer"]);
      }
    });

    it("is as the table says for everybody", async () => {
      if (access === "public") return;
      const url = fillPath(path, here.params);
      // Denied callers first: an allowed one may delete the thing.
      const ordered = [...callers].sort(
        (a, b) => Number(expectedFor(a, access) === "pass") - Number(expectedFor(b, access) === "pass"),
      );
      let isGone = false;
      for (const caller of ordered) {
        const answer = await call(method, url, await personOf(caller));
        const expected = expectedFor(caller, access);
        const seen = `${caller.name}: ${answer.statusCode} ${answer.body.slice(0, 300)}`;
        if (expected === "pass") {
          // Things of another person (sessions, notifications) do not exist for anybody else.
          const mayBeMissing = isGone || (access === "user" && path.includes("{"));
          expect([401, 403], seen).not.toContain(answer.statusCode);
          if (!mayBeMissing) expect(answer.statusCode, seen).not.toBe(404);
          if (access === "user" && path.includes("{")) expect(answer.statusCode, seen).toBe(404);
          expect(answer.statusCode, seen).toBeLessThan(500);
          isGone ||= method === "DELETE" && answer.statusCode < 300;
        } else {
          expect(answer.statusCode, seen).toBe(expected);
        }
      }
    });

    it("does not find in one place what belongs to another", async () => {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
      // Numbers and sides are not told apart: the other place has the same ones.
      const inner = names.slice(1).filter((name) => elsewhere.params[name]?.includes("-"));
      if (inner.length === 0) return;
      const mixed = {
        ...here.params,
        ...Object.fromEntries(inner.map((name) => [name, elsewhere.params[name] ?? ""])),
      };
      const answer = await server.call({
        method,
        url: fillPath(path, mixed),
        as: await server.createUser("admin"),
        headers: { "if-match": "*" },
        body: bodyOf(method, path),
      });
      expect(answer.statusCode, answer.body).toBe(404);
    });

    it("is 404 for ids that are none", async () => {
      if (access === "public" || !path.includes("{")) return;
      for (const id of ["x", "00000000-0000-7000-8000-000000000000", "%00", "a".repeat(300), "../..", "' or 1=1 --"]) {
        const url = path.replaceAll(/\{\w+\}/g, id.startsWith("%") ? id : encodeURIComponent(id));
        const answer = await server.call({
          method,
          url,
          as: admin,
          headers: { "if-match": "*" },
          body: bodyOf(method, path),
        });
        expect(answer.statusCode, `${url}: ${answer.body}`).toBe(404);
      }
    });
  });
});
