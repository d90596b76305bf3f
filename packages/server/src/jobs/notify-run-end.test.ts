import { expect, it } from "vitest";
import { transact } from "../events/transact.ts";
import { insertReviewRun } from "../testing/review-run.ts";
import { createTestServer } from "../testing/test-server.ts";
import { notifyRunEnd } from "./notify-run-end.ts";
import { loadRun } from "./run-writes.ts";

it("who was taken out of a project is not told how its runs end, their own included", async () => {
  const server = await createTestServer({ store: "embedded" });
  const { context } = server;
  const [manager, starter, member] = [
    await server.createUser("manager"),
    await server.createUser("analyst"),
    await server.createUser("viewer"),
  ];
  const projectId = await server.createProject(manager, [
    [starter, "analyst"],
    [member, "viewer"],
  ]);
  await context.store
    .updateTable("users")
    .set({ preferences: JSON.stringify({ notifyRuns: "projects" }) })
    .where("id", "in", [starter.id, member.id])
    .execute();
  const run = await insertReviewRun(server, { by: starter, projectId });
  const told = async (): Promise<string[]> => {
    await context.store.deleteFrom("notifications").execute();
    await transact(context, async (store) => notifyRunEnd(context, store, await loadRun(store, run.runId), "over"));
    const rows = await context.store.selectFrom("notifications").select("user_id").execute();
    return rows.map(({ user_id }) => user_id).toSorted();
  };
  expect(await told()).toEqual([starter.id, member.id].toSorted());
  await context.store.deleteFrom("memberships").where("user_id", "=", starter.id).execute();
  expect(await told()).toEqual([member.id]);
  await server.close();
});
