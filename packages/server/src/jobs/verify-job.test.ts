import { expect, it } from "vitest";
import type { JobId } from "@recon/api";
import { transact } from "../events/transact.ts";
import { newId } from "../store/new-id.ts";
import { insertReviewRun } from "../testing/review-run.ts";
import { createTestServer } from "../testing/test-server.ts";
import { verifyHandler } from "./verify-job.ts";

it("a result set that is removed while it is checked is told as gone, not as altered", async () => {
  const server = await createTestServer({ store: "embedded" });
  const user = await server.createUser("manager");
  const projectId = await server.createProject(user);
  const run = await insertReviewRun(server, { by: user, projectId });
  const { context } = server;
  await verifyHandler(context, { inspectTimeoutMs: 60_000 }).work({
    job: {
      id: newId<JobId>(),
      kind: "verify",
      projectId,
      subjectId: run.runId,
      payload: null,
      attempt: 1,
      failures: 0,
      fence: 1,
    },
    signal: new AbortController().signal,
    write: (work) => transact(context, work),
    end: async (_ending, work) => {
      await context.store.updateTable("runs").set({ result_folder: null }).where("id", "=", run.runId).execute();
      return transact(context, work);
    },
  });
  const { verification } = await context.store
    .selectFrom("runs")
    .select("verification")
    .where("id", "=", run.runId)
    .executeTakeFirstOrThrow();
  expect(JSON.parse(verification!)).toMatchObject({ isVerified: null, findings: [], problem: { code: "RESULT_GONE" } });
  await server.close();
});
