import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  CallFailed,
  createClient,
  createProject,
  getMe,
  getProject,
  listProjects,
  login,
  logout,
  updateProject,
  type Client,
  type ProjectId,
} from "@recon/api";
import { createTestServer, type TestServer } from "../testing/test-server.ts";

describe("the client, over a real socket", () => {
  let server: TestServer;
  let client: Client;
  let refreshes = 0;
  /** What a browser does with the cookie. */
  let cookie = "";

  beforeAll(async () => {
    server = await createTestServer({ store: "embedded", config: { corsOrigins: ["https://app.example.com"] } });
    await server.app.listen({ host: "127.0.0.1", port: 0 });
    const { port } = server.app.server.address() as AddressInfo;
    const browser: typeof fetch = async (input, init) => {
      if (new Request(input).url.endsWith("/api/auth/refresh")) refreshes += 1;
      const response = await fetch(input, { ...init, headers: { ...(init?.headers as object), cookie } });
      cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
      return response;
    };
    client = createClient({ baseUrl: `http://127.0.0.1:${port}`, fetch: browser });
  });
  afterAll(() => server.close());

  it("signs in, creates, edits with the version, and pages", async () => {
    const user = await server.createUser("manager");
    const { accessToken } = await client.call(login, { body: { email: user.email, password: user.password } });
    client.useAccessToken(accessToken);
    const project = await client.call(createProject, { body: { name: "By client" } });
    const edited = await client.call(updateProject, {
      params: { projectId: project.id },
      body: { description: "new" },
      ifMatch: project.version,
    });
    expect(edited).toMatchObject({ description: "new", version: 2 });
    const late = client.call(updateProject, { params: { projectId: project.id }, body: { name: "x" }, ifMatch: 1 });
    await expect(late).rejects.toMatchObject({
      status: 412,
      problem: { code: "VERSION_CONFLICT", current: { version: 2 } },
    });
    const page = await client.call(listProjects, { query: { limit: 1, search: "client" } });
    expect(page).toMatchObject({ total: 1, items: [{ id: project.id }] });
  });

  it("refreshes an expired token once for many calls, and gives up when the session is over", async () => {
    server.clock.advanceMs(901_000);
    const before = refreshes;
    const answers = await Promise.all(Array.from({ length: 5 }, () => client.call(getMe, {})));
    expect(new Set(answers.map((me) => me.role))).toEqual(new Set(["manager"]));
    expect(refreshes - before).toBe(1);
    await client.call(logout, {});
    await expect(client.call(getMe, {})).rejects.toBeInstanceOf(CallFailed);
  });

  it("throws what is no problem document as one, too", async () => {
    const proxy = createClient({
      baseUrl: "",
      fetch: async () => new Response("<h1>Bad gateway</h1>", { status: 502 }),
    });
    const call = proxy.call(getProject, { params: { projectId: "0197a3c2-4b1e-7d35-9a01-6c1f0e5b2d11" as ProjectId } });
    await expect(call).rejects.toMatchObject({ status: 502, message: "<h1>Bad gateway</h1>" });
  });

  it("answers pages of allowed origins and no others", async () => {
    const preflight = (origin: string) =>
      server.app.inject({
        method: "OPTIONS",
        url: "/api/projects",
        headers: { origin, "access-control-request-method": "POST" },
      });
    expect((await preflight("https://app.example.com")).headers["access-control-allow-origin"]).toBe(
      "https://app.example.com",
    );
    expect((await preflight("https://evil.example")).headers["access-control-allow-origin"]).toBeUndefined();
  });
});
