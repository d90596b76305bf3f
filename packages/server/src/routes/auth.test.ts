import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer, type TestUser } from "../testing/test-server.ts";
import { testStores } from "../testing/test-store.ts";

describe.each(testStores)("auth on the %s store", (store) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await createTestServer({ store });
  });
  afterAll(() => server.close());

  const signIn = (email: string, password: string) =>
    server.call({ method: "POST", url: "/api/auth/login", body: { email, password } });
  const refresh = (token: string, headers: Record<string, string> = {}) =>
    server.call({
      method: "POST",
      url: "/api/auth/refresh",
      headers: { cookie: `recon_refresh=${token}`, ...headers },
    });
  const tokenOf = (answer: { cookies: { name: string; value: string }[] }) =>
    answer.cookies.find((cookie) => cookie.name === "recon_refresh")?.value ?? "";
  const me = (accessToken: string) =>
    server.call({ method: "GET", url: "/api/auth/me", headers: { authorization: `Bearer ${accessToken}` } });
  const withPassword = (user: TestUser, password: string): TestUser => ({ ...user, password });

  it("signs in and names the person", async () => {
    const user = await server.createUser("analyst");
    const answer = await signIn(user.email.toUpperCase(), user.password);
    expect(answer.json()).toMatchObject({ expiresInS: 900, mustChangePassword: false, user: { email: user.email } });
    expect(answer.body).not.toContain("argon2");
    const cookie = answer.cookies.find((one) => one.name === "recon_refresh");
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/api/auth" });
    expect((await me(answer.json().accessToken)).json().lastLoginAt).toBe(server.clock.now().toISOString());
  });

  it("answers a wrong password and an unknown address alike", async () => {
    const user = await server.createUser("analyst");
    const wrong = await signIn(user.email, "not the password");
    const unknown = await signIn("nobody@example.com", "not the password");
    expect(wrong.statusCode).toBe(401);
    const { requestId: _a, ...first } = wrong.json();
    const { requestId: _b, ...second } = unknown.json();
    expect(first).toEqual(second);
  });

  it("locks out after ten attempts, at once as well as in turn, for a quarter of an hour", async () => {
    const user = await server.createUser("analyst");
    const answers = await Promise.all(Array.from({ length: 15 }, () => signIn(user.email, "wrong password")));
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(10);
    const locked = await signIn(user.email, user.password);
    expect(locked.json().code).toBe("LOCKED_OUT");
    expect(Number(locked.headers["retry-after"])).toBeGreaterThan(600);
    server.clock.advanceMs(15 * 60_000 + 1);
    expect((await signIn(user.email, user.password)).statusCode).toBe(200);
  });

  it("rotates refresh tokens, lets two tabs share one, and ends the session on reuse", async () => {
    const user = await server.createUser("analyst");
    const first = tokenOf(await signIn(user.email, user.password));
    const tabs = await Promise.all([refresh(first), refresh(first)]);
    expect(tabs.map((tab) => tab.statusCode)).toEqual([200, 200]);
    const second = tokenOf(tabs[0]);
    expect(second).not.toBe(first);
    server.clock.advanceMs(9_000);
    expect((await refresh(first)).statusCode).toBe(200);
    server.clock.advanceMs(2_000);
    expect((await refresh(first)).json().code).toBe("REFRESH_REUSED");
    expect((await refresh(second)).json().code).toBe("REFRESH_INVALID");
    expect((await me(tabs[0].json().accessToken)).statusCode).toBe(401);
  });

  it("does not refresh for a page of another site, for an expired token or for a made-up one", async () => {
    const user = await server.createUser("analyst");
    const token = tokenOf(await signIn(user.email, user.password));
    expect((await refresh(token, { origin: "https://evil.example" })).json().code).toBe("ORIGIN_FORBIDDEN");
    expect((await refresh("made-up")).json().code).toBe("REFRESH_INVALID");
    server.clock.advanceMs(31 * 86_400_000);
    expect((await refresh(token)).json().code).toBe("REFRESH_INVALID");
  });

  it("refuses an access token that expired, was logged out, or belongs to a disabled person", async () => {
    const admin = await server.createUser("admin");
    const user = await server.createUser("analyst");
    const one = (await signIn(user.email, user.password)).json().accessToken as string;
    const two = (await signIn(user.email, user.password)).json().accessToken as string;
    await server.call({ method: "POST", url: "/api/auth/logout", headers: { authorization: `Bearer ${one}` } });
    expect((await me(one)).statusCode).toBe(401);
    expect((await me(two)).statusCode).toBe(200);
    const url = `/api/users/${user.id}`;
    await server.call({ method: "PATCH", url, as: admin, body: { status: "disabled" }, headers: { "if-match": "*" } });
    expect((await me(two)).statusCode).toBe(401);
    expect((await signIn(user.email, user.password)).json().code).toBe("USER_DISABLED");
    server.clock.advanceMs(901_000);
    expect((await me(admin.accessToken)).json().code).toBe("TOKEN_EXPIRED");
  });

  it("lets a person who must change their password do nothing else", async () => {
    const admin = await server.createUser("admin");
    const body = { email: "new@example.com", name: "New", role: "viewer", password: "given by the admin" };
    await server.call({ method: "POST", url: "/api/users", as: admin, body });
    const signedIn = (await signIn(body.email, body.password)).json();
    expect(signedIn.mustChangePassword).toBe(true);
    const headers = { authorization: `Bearer ${signedIn.accessToken}` };
    const refused = await server.call({ method: "GET", url: "/api/projects", headers });
    expect([refused.statusCode, refused.json().code]).toEqual([403, "PASSWORD_CHANGE_REQUIRED"]);
    const change = (newPassword: string) =>
      server.call({
        method: "POST",
        url: "/api/auth/password/change",
        headers,
        body: { currentPassword: body.password, newPassword },
      });
    expect((await change("aaaaaaaaaaaaaaa")).json().code).toBe("PASSWORD_WEAK");
    expect((await change(body.password)).json().code).toBe("PASSWORD_WEAK");
    expect((await change("chosen by myself")).statusCode).toBe(204);
    expect((await server.call({ method: "GET", url: "/api/projects", headers })).statusCode).toBe(200);
  });

  it("ends the other sessions with a password change", async () => {
    const user = await server.createUser("analyst");
    const other = (await signIn(user.email, user.password)).json().accessToken as string;
    const body = { currentPassword: user.password, newPassword: "entirely different" };
    await server.call({ method: "POST", url: "/api/auth/password/change", as: user, body });
    expect((await me(other)).statusCode).toBe(401);
    expect((await me(user.accessToken)).statusCode).toBe(200);
    expect((await signIn(user.email, user.password)).statusCode).toBe(401);
    expect((await signIn(user.email, withPassword(user, body.newPassword).password)).statusCode).toBe(200);
  });

  it("resets a password by a link that works once and for a day", async () => {
    const admin = await server.createUser("admin");
    const user = await server.createUser("analyst");
    const issue = async () =>
      (await server.call({ method: "POST", url: `/api/users/${user.id}/password-reset`, as: admin })).json()
        .token as string;
    const confirm = (token: string, newPassword = "set through a link") =>
      server.call({ method: "POST", url: "/api/auth/password/reset/confirm", body: { token, newPassword } });
    const overtaken = await issue();
    const token = await issue();
    expect((await confirm(overtaken)).json().code).toBe("TOKEN_INVALID");
    const both = await Promise.all([confirm(token), confirm(token, "set through a link too")]);
    expect(both.map((answer) => answer.statusCode).sort((a, b) => a - b)).toEqual([204, 400]);
    expect((await me(user.accessToken)).statusCode).toBe(401);
    const late = await issue();
    server.clock.advanceMs(86_400_001);
    expect((await confirm(late)).json().code).toBe("TOKEN_INVALID");
  });

  it("tells administrators once an hour who asks for a link, and strangers nothing", async () => {
    const admin = await server.createUser("admin");
    const user = await server.createUser("analyst");
    const ask = (email: string) => server.call({ method: "POST", url: "/api/auth/password/reset", body: { email } });
    expect((await ask("stranger@example.com")).json()).toEqual((await ask(user.email)).json());
    await ask(user.email);
    const list = await server.call({ method: "GET", url: "/api/notifications?unread=true", as: admin });
    expect(list.json()).toMatchObject({ total: 1, unread: 1, items: [{ data: { userId: user.id } }] });
    const events = await server.context.store
      .selectFrom("events")
      .select("type")
      .where("room", "=", `user:${admin.id}`)
      .execute();
    expect(events).toEqual([{ type: "notification.created" }]);
    await server.call({ method: "POST", url: "/api/notifications/read", as: admin });
    expect((await server.call({ method: "GET", url: "/api/notifications", as: admin })).json().unread).toBe(0);
  });

  it("keeps registration closed until an administrator opens it", async () => {
    const admin = await server.createUser("admin");
    const body = { email: "self@example.com", name: "Self", password: "registered by hand" };
    const register = () => server.call({ method: "POST", url: "/api/auth/register", body });
    expect((await register()).json().code).toBe("REGISTRATION_CLOSED");
    const settings = { method: "PATCH", url: "/api/settings", as: admin } as const;
    const stale = await server.call({ ...settings, body: { registration: "open" }, headers: { "if-match": '"9"' } });
    expect(stale.json()).toMatchObject({ code: "VERSION_CONFLICT", current: { registration: "closed" } });
    await server.call({ ...settings, body: { registration: "open" }, headers: { "if-match": '"1"' } });
    expect((await register()).json()).toMatchObject({ role: "analyst", email: body.email });
    expect((await register()).json().code).toBe("NAME_TAKEN");
    const token = (await signIn(body.email, body.password)).json().accessToken as string;
    const projects = await server.call({
      method: "GET",
      url: "/api/projects",
      headers: { authorization: `Bearer ${token}` },
    });
    expect(projects.json().total).toBe(0);
  });
});
