import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Source } from "@recon/api";
import { transact } from "../events/transact.ts";
import { type Journey, upload } from "../testing/run-journey.ts";
import { createTestServer, type TestServer } from "../testing/test-server.ts";
import { testStores } from "../testing/test-store.ts";
import { sourceFolder } from "./data-folders.ts";
import { inspectHandler } from "./inspect-job.ts";
import type { ClaimedJob } from "./job.ts";
import { claimJob, endJob } from "./job-queue.ts";

describe.each(testStores)("looking at files, on the %s store", (dialect) => {
  let server: TestServer;
  let journey: Journey;

  beforeAll(async () => {
    server = await createTestServer({ store: dialect });
    const user = await server.createUser("manager");
    journey = { server, user, projectId: await server.createProject(user) };
  });
  afterAll(() => server.close());

  const claim = async (): Promise<ClaimedJob> =>
    (await claimJob(server.context.store, {
      dialect,
      worker: "w",
      lane: "light",
      leaseMs: 600_000,
      mostPerProject: 9,
    }))!;

  /** Works on a job to its end, as a worker that has not heard of anything else. */
  const finish = async (job: ClaimedJob, inspectTimeoutMs = 600_000): Promise<void> => {
    const { context } = server;
    await inspectHandler(context, { inspectTimeoutMs }).work({
      job,
      signal: new AbortController().signal,
      write: (work) => transact(context, work),
      end: (ending, work) =>
        transact(context, async (store) => {
          await endJob(store, job, ending, "now");
          return work(store);
        }),
    });
  };

  it("who asked last is answered, even when the look before ends later", async () => {
    const source = await upload(journey, "report.csv", "Report\nof October\nid,amount\n1,2.00\n2\n3,4.00\n");
    const first = await claim();
    const call = (method: "GET" | "POST", path: string, body?: object) =>
      server.call({ method, url: `/api/sources/${source.id}${path}`, as: journey.user, body });
    const asked = await call("POST", "/process", { options: { headerRow: 3, delimiter: "," } });
    expect(asked.json<Source>()).toMatchObject({ status: "processing" });
    await finish(await claim());
    const settled = (await call("GET", "")).json<Source>();
    expect(settled).toMatchObject({ status: "ready", columns: ["id", "amount"], rows: 3, rejects: 1 });
    await finish(first);
    expect((await call("GET", "")).json()).toEqual(settled);
    const rejects = (await call("GET", "/rejects")).json();
    expect(rejects).toMatchObject({ total: 1, items: [{ line: 5, text: "2" }] });
    // One list of rejects: that of the look that counts.
    const files = readdirSync(sourceFolder(server.context.config.dataDir, source.id));
    expect(files.filter((name) => name.startsWith("rejects."))).toHaveLength(1);
    // A place in the middle of a line is nobody's cursor.
    const [list] = files.filter((name) => name.startsWith("rejects."));
    const forged = await call("GET", `/rejects?cursor=${list}:3`);
    expect(forged.json()).toMatchObject({ code: "CURSOR_INVALID" });
  });

  it("a look that takes too long ends with what can be done, and leaves no file", async () => {
    const source = await upload(journey, "slow.csv", "id,amount\n1,2.00\n");
    await expect(finish(await claim(), 1)).rejects.toMatchObject({
      code: "LIMIT_TIME",
      message: expect.stringContaining("INSPECT_TIMEOUT_S"),
    });
    const files = readdirSync(sourceFolder(server.context.config.dataDir, source.id));
    expect(files).toEqual(["slow.csv"]);
  });

  it("a cancelled look is over at once, and what it still finds is dropped", async () => {
    const source = await upload(journey, "cancelled.csv", "id,amount\n1,2.00\n");
    const job = await claim();
    const call = (method: "GET" | "POST", path: string, body?: object) =>
      server.call({ method, url: `/api/sources/${source.id}${path}`, as: journey.user, body });
    const cancelled = (await call("POST", "/cancel")).json<Source>();
    expect(cancelled).toMatchObject({ status: "failed", problem: { code: "INTERRUPTED" } });
    await finish(job);
    expect((await call("GET", "")).json()).toEqual(cancelled);
    expect((await call("POST", "/process", {})).json()).toMatchObject({ status: "processing", problem: null });
    await finish(await claim());
    const ready = (await call("GET", "")).json<Source>();
    expect(ready).toMatchObject({ status: "ready", rows: 1 });
    expect((await call("POST", "/cancel")).json()).toEqual(ready);
  });
});
