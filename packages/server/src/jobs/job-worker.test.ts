import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JobId, ProjectId } from "@recon/api";
import { ReconError } from "@recon/core";
import { transact } from "../events/transact.ts";
import { createTestServer, type TestServer } from "../testing/test-server.ts";
import { testStores } from "../testing/test-store.ts";
import { type ClaimedJob, type JobHandler, type JobHold, LeaseLost } from "./job.ts";
import { cancelJob, claimJob, insertJob, renewLease } from "./job-queue.ts";
import { JobWorker, type WorkerSettings } from "./job-worker.ts";

const settings: WorkerSettings = {
  slots: { heavy: 2, light: 1 },
  mostPerProject: 2,
  leaseMs: 60_000,
  pollMs: 20,
  retryDelaysMs: [0, 0],
  mostAttempts: 3,
  storeAwayMs: 5_000,
};

describe.each(testStores)("jobs on the %s store", (dialect) => {
  let server: TestServer;
  let projects: ProjectId[];

  beforeAll(async () => {
    server = await createTestServer({ store: dialect });
    const user = await server.createUser("manager");
    projects = [await server.createProject(user), await server.createProject(user)];
  });
  afterAll(() => server.close());
  beforeEach(async () => void (await server.context.store.deleteFrom("jobs").execute()));

  const add = (projectId: ProjectId, subjectId: string): Promise<JobId> =>
    transact(server.context, (store) => insertJob({ ...server.context, store }, { kind: "run", projectId, subjectId }));
  const claim = (worker: string, leaseMs = 60_000, mostPerProject = 2): Promise<ClaimedJob | undefined> =>
    claimJob(server.context.store, { dialect, worker, lane: "heavy", leaseMs, mostPerProject });
  const rowOf = (id: JobId) =>
    server.context.store.selectFrom("jobs").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

  /** A worker whose handler is given here; `told` collects how jobs ended. */
  const workerWith = (work: (hold: JobHold) => Promise<void>, overrides: Partial<WorkerSettings> = {}) => {
    const told: string[] = [];
    const handler: JobHandler = {
      work,
      failed: async (_store, job, { code }) => void told.push(`${job.subjectId} failed ${code}`),
      cancelled: async (_store, job) => void told.push(`${job.subjectId} cancelled`),
      requeued: async (_store, job, cause) =>
        void told.push(`${job.subjectId} again ${cause === null ? "handed back" : "failed"}`),
    };
    const worker = new JobWorker(
      server.context,
      { ...settings, ...overrides },
      { run: handler, inspect: handler, verify: handler },
    );
    return { worker, told };
  };
  const completing = (hold: JobHold): Promise<void> => hold.end({ state: "completed" }, async () => undefined);

  it("each job is claimed once, however many ask at once", async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, (_, i) => add(projects[i % 2]!, `s${i}`)));
    const claimed = await Promise.all(Array.from({ length: 30 }, (_, i) => claim(`w${i}`, 60_000, 100)));
    expect(claimed.flatMap((job) => job?.id ?? []).sort()).toEqual(ids.sort());
  });

  it("a project with many jobs does not hold up another's first, and has no more running than it may", async () => {
    for (let i = 0; i < 5; i++) await add(projects[0]!, `a${i}`);
    for (let i = 0; i < 2; i++) await add(projects[1]!, `b${i}`);
    const order = [];
    for (let i = 0; i < 5; i++) order.push((await claim("w"))?.subjectId ?? "none");
    expect(order).toEqual(["a0", "b0", "a1", "b1", "none"]);
  });

  it("with one slot projects take turns", async () => {
    for (let i = 0; i < 3; i++) await add(projects[0]!, `a${i}`);
    for (let i = 0; i < 2; i++) await add(projects[1]!, `b${i}`);
    const order: string[] = [];
    const { worker } = workerWith(
      async (hold) => {
        order.push(hold.job.subjectId);
        await new Promise((resolve) => setTimeout(resolve, 5));
        await completing(hold);
      },
      { slots: { heavy: 1, light: 1 } },
    );
    worker.start();
    await expect.poll(() => order.length).toBe(5);
    await worker.stop();
    expect(order).toEqual(["a0", "b0", "a1", "b1", "a2"]);
  });

  it("a stopped worker keeps no job that it was just about to claim", async () => {
    const id = await add(projects[0]!, "s");
    const { worker } = workerWith(async ({ signal }) => signal.throwIfAborted());
    worker.start();
    worker.wake();
    await worker.stop();
    expect((await claim("other"))?.id).toBe(id);
  });

  it("a worker whose lease ran out changes nothing once another has the job", async () => {
    const id = await add(projects[0]!, "s");
    const late = (await claim("late", -1_000))!;
    const next = (await claim("next"))!;
    expect([late.fence, next.fence, next.attempt]).toEqual([1, 2, 2]);
    expect(await renewLease(server.context.store, late, { dialect, leaseMs: 60_000 })).toBe("lost");
    const { worker } = workerWith(completing);
    await worker.stop();
    const { endJob, requireHeld } = await import("./job-queue.ts");
    await expect(transact(server.context, (store) => requireHeld(store, late))).rejects.toBeInstanceOf(LeaseLost);
    await expect(
      transact(server.context, (store) => endJob(store, late, { state: "completed" }, "now")),
    ).rejects.toBeInstanceOf(LeaseLost);
    expect(await rowOf(id)).toMatchObject({ state: "running", worker: "next", fence: 2 });
  });

  it("a lease that ran out while nobody wanted the job is held still", async () => {
    await add(projects[0]!, "s");
    const job = (await claim("w", -1_000))!;
    expect(await renewLease(server.context.store, job, { dialect, leaseMs: 60_000 })).toBe("held");
    expect(await claim("other")).toBeUndefined();
  });

  it("a worker whose lease ran out while the store was away does not take its own job a second time", async () => {
    const id = await add(projects[0]!, "s");
    const other = await add(projects[1]!, "t");
    const worked: string[] = [];
    const { worker, told } = workerWith(
      ({ job, signal }) => {
        worked.push(job.subjectId);
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("stop"))));
      },
      { slots: { heavy: 3, light: 1 } },
    );
    worker.start();
    await expect.poll(() => worked.length).toBe(2);
    await server.context.store
      .updateTable("jobs")
      .set({ lease_until: "2000-01-01T00:00:00.000Z" })
      .where("id", "in", [id, other])
      .execute();
    // A third job shows that the worker has asked for work since.
    await add(projects[0]!, "u");
    await expect.poll(() => worked.length).toBe(3);
    await worker.stop();
    expect(worked.toSorted()).toEqual(["s", "t", "u"]);
    expect(told.sort()).toEqual(["s again handed back", "t again handed back", "u again handed back"]);
    expect(await rowOf(id)).toMatchObject({ state: "queued", fence: 1 });
  });

  it("a fault of ours is tried again with its cause, a fault of the files is not", async () => {
    const [bug, file] = [await add(projects[0]!, "bug"), await add(projects[1]!, "file")];
    const { worker, told } = workerWith(async ({ job }) => {
      if (job.subjectId === "file") throw new ReconError("INPUT_BINARY", "no text");
      throw new Error("our bug");
    });
    worker.start();
    await expect.poll(async () => (await rowOf(bug)).state).toBe("failed");
    await worker.stop();
    expect(told.filter((line) => line.startsWith("bug"))).toEqual([
      "bug again failed",
      "bug again failed",
      "bug failed INTERNAL",
    ]);
    expect(told.filter((line) => line.startsWith("file"))).toEqual(["file failed INPUT_BINARY"]);
    expect(await rowOf(bug)).toMatchObject({ attempt: 3, cause: expect.stringContaining("INTERNAL") });
    expect(await rowOf(file)).toMatchObject({ attempt: 1 });
  });

  it("a job that ends its server again and again is given up", async () => {
    const id = await add(projects[0]!, "s");
    for (let i = 0; i < 3; i++) expect(await claim(`dead ${i}`, -1_000)).toBeDefined();
    const { worker, told } = workerWith(completing);
    worker.start();
    await expect.poll(async () => (await rowOf(id)).state).toBe("failed");
    await worker.stop();
    expect(told).toEqual(["s failed INTERNAL"]);
  });

  it("a stopping server hands its jobs back, which does not count as an attempt", async () => {
    const id = await add(projects[0]!, "s");
    const { worker, told } = workerWith(
      ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("stop")))),
    );
    worker.start();
    await expect.poll(() => worker.runningCount).toBe(1);
    await worker.stop();
    expect(told).toEqual(["s again handed back"]);
    expect(await rowOf(id)).toMatchObject({ state: "queued", attempt: 0, fence: 1 });
  });

  it("a running job that another server cancels is told by its heartbeat", async () => {
    const id = await add(projects[0]!, "s");
    const { worker, told } = workerWith(
      ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("stop")))),
      { leaseMs: 400 },
    );
    worker.start();
    await expect.poll(async () => (await rowOf(id)).state).toBe("running");
    expect(await transact(server.context, (store) => cancelJob(store, "s", "run", "now"))).toBe("asked");
    await expect.poll(async () => (await rowOf(id)).state).toBe("cancelled");
    await worker.stop();
    expect(told).toEqual(["s cancelled"]);
    expect(await transact(server.context, (store) => cancelJob(store, "s", "run", "now"))).toBe("over");
  });

  it("a lease is renewed for as long as the work takes", async () => {
    const id = await add(projects[0]!, "s");
    let finish: () => void = () => undefined;
    const { worker } = workerWith(
      async (hold) => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        await completing(hold);
      },
      { leaseMs: 300 },
    );
    worker.start();
    await expect.poll(async () => (await rowOf(id)).state).toBe("running");
    const first = (await rowOf(id)).lease_until!;
    await expect.poll(async () => (await rowOf(id)).lease_until! > first).toBe(true);
    expect(await claim("other")).toBeUndefined();
    finish();
    await expect.poll(async () => (await rowOf(id)).state).toBe("completed");
    await worker.stop();
  });
});
