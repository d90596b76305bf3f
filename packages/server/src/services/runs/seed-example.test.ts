import { expect, it } from "vitest";
import { endedRun } from "../../testing/run-journey.ts";
import { createTestServer } from "../../testing/test-server.ts";
import { seedExample } from "./seed-example.ts";

it("the bundled example goes the way of every upload, once", async () => {
  const server = await createTestServer({ store: "embedded", jobs: true });
  const user = await server.createUser("admin");
  const runId = await seedExample(server.context);
  const journey = {
    server,
    user,
    projectId: (await server.context.store.selectFrom("projects").select("id").executeTakeFirstOrThrow()).id,
  };
  const run = await endedRun(journey, runId!);
  expect(run).toMatchObject({
    status: "completed",
    balanced: true,
    resultState: "present",
    reconciliationName: "Bank and ledger, October",
  });
  expect(await seedExample(server.context)).toBeUndefined();
  await server.close();
});
