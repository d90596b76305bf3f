import { expect, it } from "vitest";
import { createTestServer } from "../../testing/test-server.ts";
import { hashPassword } from "../../security/password-hash.ts";
import { changePassword } from "./change-password.ts";

it("a reset that comes while the old password is checked stands: who knows the old one stays out", async () => {
  const server = await createTestServer({ store: "embedded" });
  const { context } = server;
  const user = await server.createUser("analyst");
  const reset = await hashPassword(context.config, "set through a link");
  let looks = 0;
  const store = context.store.withPlugin({
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      // The attempt is counted first, then the hash is read.
      if (++looks === 3)
        await context.store.updateTable("users").set({ password_hash: reset }).where("id", "=", user.id).execute();
      return result;
    },
  });
  const actor = {
    userId: user.id,
    sessionId: (await context.store.selectFrom("sessions").select("id").executeTakeFirstOrThrow()).id,
    email: user.email,
    name: "Test analyst",
    role: user.role,
    mustChangePassword: false,
    tokenExpiresAt: new Date(0),
  };
  const change = { currentPassword: user.password, newPassword: "the intruder's own", address: "127.0.0.1" };
  await expect(changePassword({ ...context, store }, actor, change)).rejects.toMatchObject({
    code: "CREDENTIALS_INVALID",
  });
  const { password_hash } = await context.store.selectFrom("users").select("password_hash").executeTakeFirstOrThrow();
  expect(password_hash).toBe(reset);
  await server.close();
});
