import { expect, it } from "vitest";
import { createTestServer } from "../testing/test-server.ts";
import { openStore } from "../store/open-store.ts";
import { transact } from "./transact.ts";

it("a command beside the server that writes between reading and writing costs nobody a call", async () => {
  const server = await createTestServer({ store: "embedded" });
  const user = await server.createUser("viewer");
  const beside = openStore({ dataDir: server.context.config.dataDir, shared: true });
  const rename = (store: typeof beside.db, name: string) =>
    store.updateTable("users").set({ name }).where("id", "=", user.id).execute();
  let tries = 0;
  await transact(server.context, async (store) => {
    tries++;
    const { name } = await store.selectFrom("users").select("name").where("id", "=", user.id).executeTakeFirstOrThrow();
    if (tries === 1) await rename(beside.db, "Beside");
    await rename(store, `${name} and here`);
  });
  const row = await server.context.store.selectFrom("users").select("name").executeTakeFirstOrThrow();
  expect([tries, row.name]).toEqual([2, "Beside and here"]);
  await beside.close();
  await server.close();
});
