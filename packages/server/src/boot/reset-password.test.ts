import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createTestServer } from "../testing/test-server.ts";
import { createTestStore, testStores } from "../testing/test-store.ts";
import { resetPassword } from "./reset-password.ts";

describe.each(testStores)("recon admin reset on the %s store", (dialect) => {
  it("works beside a running server: new password, sessions ended, locked out and disabled no more", async () => {
    const store = await createTestStore(dialect);
    const server = await createTestServer({ store });
    const user = await server.createUser("admin");
    const signIn = (password: string) =>
      server.call({ method: "POST", url: "/api/auth/login", body: { email: user.email, password } });
    for (let at = 0; at < 11; at++) await signIn("wrong password");
    await server.context.store.updateTable("users").set({ status: "disabled" }).where("id", "=", user.id).execute();
    const env = {
      DATA_DIR: store.dataDir,
      ...(store.databaseUrl === undefined ? {} : { DATABASE_URL: store.databaseUrl }),
    };
    const password = await resetPassword(env, user.email.toUpperCase());
    expect((await server.call({ method: "GET", url: "/api/auth/me", as: user })).statusCode).toBe(401);
    expect((await signIn(password)).json()).toMatchObject({ mustChangePassword: true, user: { status: "active" } });
    await expect(resetPassword(env, "nobody@example.com")).rejects.toThrow("nobody has the address");
    await server.close();
    await store.remove();
  });
});

it("makes no store where there is none", async () => {
  const folder = mkdtempSync(join(tmpdir(), "recon-empty-"));
  await expect(resetPassword({ DATA_DIR: folder }, "a@example.com")).rejects.toThrow("there is no store in");
  rmSync(folder, { recursive: true });
});
