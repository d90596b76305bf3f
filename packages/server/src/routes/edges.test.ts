import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toProblemBody } from "./problem-response.ts";
import { createTestServer, type TestServer } from "../testing/test-server.ts";

describe("the edges of the API", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await createTestServer({
      store: "embedded",
      config: { rateLimits: { credentialsPerMin: 5, defaultPerMin: 20 } },
    });
  });
  afterAll(() => server.close());

  it("tells an unknown address by a problem, whatever the method", async () => {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"] as const) {
      const answer = await server.call({ method, url: "/api/nothing/here" });
      expect([answer.statusCode, answer.json().code]).toEqual([404, "ROUTE_UNKNOWN"]);
      expect(answer.headers["content-type"]).toContain("application/problem+json");
    }
  });

  it("tells a wrong method, but strangers only to sign in", async () => {
    const user = await server.createUser("viewer");
    const wrong = await server.call({ method: "PUT", url: "/api/projects", as: user });
    expect([wrong.statusCode, wrong.headers["allow"]]).toEqual([405, "GET, POST"]);
    expect((await server.call({ method: "PUT", url: "/api/projects" })).statusCode).toBe(401);
    expect((await server.call({ method: "GET", url: "/api/auth/login" })).statusCode).toBe(405);
  });

  it("answers an address that cannot be decoded", async () => {
    const user = await server.createUser("viewer");
    expect((await server.call({ method: "GET", url: "/api/projects/%ff%zz" })).statusCode).toBe(401);
    expect((await server.call({ method: "GET", url: "/api/projects/%ff%zz", as: user })).statusCode).toBe(404);
  });

  it("a body that will never be whole is its sender's doing", async () => {
    const aborted = Object.assign(new Error("aborted"), { code: "ECONNRESET" });
    expect(toProblemBody(aborted, "id")).toMatchObject({ code: "CLIENT_GONE", status: 499 });
    const lost = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
    expect(toProblemBody(lost, "id")).toMatchObject({ code: "STORE_UNREACHABLE" });
  });

  it("limits attempts per address and calls per person, and says when to come back", async () => {
    const one = await server.createUser("viewer");
    const other = await server.createUser("viewer");
    const call = (as: typeof one) => server.call({ method: "GET", url: "/api/auth/me", as });
    for (let at = 0; at < 20; at++) expect((await call(one)).statusCode).toBe(200);
    const limited = await call(one);
    expect([limited.statusCode, limited.json().code]).toEqual([429, "RATE_LIMITED"]);
    expect(Number(limited.headers["retry-after"])).toBeGreaterThan(50);
    expect((await call(other)).statusCode).toBe(200);
    server.clock.advanceMs(60_001);
    expect((await call(one)).statusCode).toBe(200);
    const attempt = () =>
      server.call({ method: "POST", url: "/api/auth/login", body: { email: "x@example.com", password: "y" } });
    for (let at = 0; at < 5; at++) expect((await attempt()).statusCode).toBe(401);
    expect((await attempt()).json().code).toBe("RATE_LIMITED");
    // Anonymous calls of protected routes are 401, not 429.
    for (let at = 0; at < 30; at++)
      expect((await server.call({ method: "GET", url: "/api/projects" })).statusCode).toBe(401);
  });

  it("sends headers that leave browsers nothing to do wrong", async () => {
    const { headers } = await server.call({ method: "GET", url: "/api/health" });
    expect(headers["content-security-policy"]).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["cache-control"]).toBe("no-store");
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers["x-powered-by"]).toBeUndefined();
  });

  it("serves the reference from its own files, under a policy that allows nothing else", async () => {
    const page = await server.call({ method: "GET", url: "/api/docs" });
    expect(page.headers["content-security-policy"]).toContain("script-src 'self'");
    const addresses = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(addresses.length).toBe(3);
    for (const url of addresses) {
      const file = await server.call({ method: "GET", url });
      expect([url, file.statusCode]).toEqual([url, 200]);
      expect(url.startsWith("/api/docs/")).toBe(true);
    }
  });
});
