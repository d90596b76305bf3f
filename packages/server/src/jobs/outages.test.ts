/** What a server is told to survive: a pause beyond its lease, a database that is stopped and started, a full disk. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Run } from "@recon/api";
import { verifyResultSet } from "@recon/verify";
import { freeBytes } from "./disk-space.ts";
import { KilledServer } from "../testing/killed-server.ts";
import {
  bytesType,
  endedRun,
  type Journey,
  readySource,
  saveReconciliation,
  smallReconciliation,
  startRun,
} from "../testing/run-journey.ts";
import { smallCsv, smallPlan } from "../testing/small-files.ts";
import { testConfig } from "../testing/test-config.ts";
import { startPostgres, type TestPostgres } from "../testing/test-postgres.ts";
import { createTestServer } from "../testing/test-server.ts";
import { testStores, type TestStore } from "../testing/test-store.ts";

/** Long enough that there is time to stop something in the middle of it. */
const LONG_RUN_ROWS = 400_000;

describe.skipIf(!testStores.includes("postgres"))("on PostgreSQL", () => {
  let postgres: TestPostgres;
  let store: TestStore;

  beforeAll(async () => {
    postgres = (await startPostgres())!;
    const dataDir = mkdtempSync(join(tmpdir(), "recon-outage-"));
    const databaseUrl = `${postgres.url}/postgres`;
    store = { dialect: "postgres", dataDir, databaseUrl, remove: async () => undefined };
  });
  afterAll(() => {
    postgres.stop();
    execFileSync("rm", ["-r", store.dataDir]);
  });

  it("a server that was paused beyond its lease changes nothing, and goes on", async () => {
    const here = await createTestServer({
      store,
      clock: { now: () => new Date(), advanceMs: () => undefined },
      jobs: { slots: { heavy: 0, light: 2 }, leaseMs: 1_500 },
    });
    const user = await here.createUser("manager");
    const journey: Journey = { server: here, user, projectId: await here.createProject(user) };
    const left = await readySource(journey, "left.csv", smallCsv(LONG_RUN_ROWS));
    const right = await readySource(journey, "right.csv", smallCsv(LONG_RUN_ROWS));
    const reconciliation = await saveReconciliation(journey, {
      name: "Paused",
      plan: smallPlan,
      left: [left.id],
      right: [right.id],
    });
    const config = testConfig(store, { runMemoryBytes: 2 ** 30 });
    const jobs = { leaseMs: 1_500, pollMs: 100, progressIntervalMs: 50 };
    const [first, second] = [
      new KilledServer({ config: { ...config, logLevel: "info" }, jobs }),
      new KilledServer({ config, jobs }),
    ];
    onTestFinished(async () => void (await Promise.all([first.kill(), second.kill()])));
    await first.start();
    const started = await startRun(journey, reconciliation.id);
    const rowOf = () =>
      here.context.store.selectFrom("runs").selectAll().where("id", "=", started.id).executeTakeFirstOrThrow();
    await expect.poll(async () => (await rowOf()).status, { timeout: 30_000 }).toBe("running");
    process.kill(first.pid, "SIGSTOP");
    await second.start();
    const run = await endedRun(journey, started.id);
    expect(run).toMatchObject({ status: "completed", attempt: 2 });
    const before = await rowOf();
    expect(before.result_folder).toBe(`${run.id}.2`);
    process.kill(first.pid, "SIGCONT");
    await expect.poll(() => first.stderr, { timeout: 30_000 }).toContain("taken by another worker");
    expect(await rowOf()).toEqual(before);
    const events = await here.context.store
      .selectFrom("events")
      .select("type")
      .where("room", "=", `run:${run.id}`)
      .execute();
    expect(events.filter(({ type }) => type === "run.completed")).toHaveLength(1);
    expect((await first.fetch("/api/runs")).status).toBe(401);
    const report = await verifyResultSet(join(store.dataDir, "results", before.result_folder!), {
      expect: run.certificateHash!,
    });
    expect(report.ok).toBe(true);
    await Promise.all([first.kill("SIGTERM"), second.kill("SIGTERM")]);
    await here.close();
  });

  it("a run outlives a database that goes away and comes back; calls in between are told so", async () => {
    const server = await createTestServer({
      store,
      clock: { now: () => new Date(), advanceMs: () => undefined },
      jobs: { leaseMs: 1_500 },
    });
    const user = await server.createUser("manager");
    const journey: Journey = { server, user, projectId: await server.createProject(user) };
    const left = await readySource(journey, "left.csv", smallCsv(LONG_RUN_ROWS));
    const right = await readySource(journey, "right.csv", smallCsv(LONG_RUN_ROWS));
    const reconciliation = await saveReconciliation(journey, {
      name: "Outage",
      plan: smallPlan,
      left: [left.id],
      right: [right.id],
    });
    const run = await startRun(journey, reconciliation.id);
    const read = () => server.call({ method: "GET", url: `/api/runs/${run.id}`, as: user });
    await expect.poll(async () => (await read()).json<Run>().status, { timeout: 30_000 }).toBe("running");
    postgres.halt();
    expect((await read()).json()).toMatchObject({ status: 503, code: "STORE_UNREACHABLE" });
    // Long enough for the engine to finish while nobody can be told.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    postgres.start();
    await expect.poll(async () => (await read()).json<Run>().status, { timeout: 60_000 }).toBe("completed");
    expect((await read()).json<Run>()).toMatchObject({ attempt: 1, resultState: "present" });
    await server.close();
  });
});

const disk = smallDisk();

describe.skipIf(disk === undefined)("on a small disk", () => {
  afterAll(() => execFileSync("umount", [disk!]));

  it("what would fill it is refused before, and when it is full all the same, that is told and nothing half done stays", async () => {
    const dataDir = join(disk!, "data");
    const store: TestStore = { dialect: "embedded", dataDir, databaseUrl: undefined, remove: async () => undefined };
    execFileSync("mkdir", [dataDir]);
    const server = await createTestServer({ store, jobs: true, config: { diskReserveBytes: 2 * 2 ** 20 } });
    const user = await server.createUser("manager");
    const journey: Journey = { server, user, projectId: await server.createProject(user) };
    const reconciliation = await smallReconciliation(journey);
    const url = `/api/projects/${journey.projectId}`;
    const announced = await server.call({
      method: "POST",
      url: `${url}/uploads`,
      as: user,
      body: { fileName: "a.csv", sizeBytes: 30 * 2 ** 20 },
    });
    expect(announced.json()).toMatchObject({
      code: "DISK_FULL",
      status: 507,
      detail: expect.stringContaining("30 MiB"),
    });
    const endless = (mebibytes: number) =>
      server.app.inject({
        method: "POST",
        url: `${url}/sources?fileName=endless.csv`,
        headers: { authorization: `Bearer ${user.accessToken}`, ...bytesType },
        payload: Readable.from(
          (function* () {
            for (let i = 0; i < mebibytes; i++) yield Buffer.alloc(2 ** 20, "x");
          })(),
        ),
      });
    expect((await endless(60)).json()).toMatchObject({ code: "DISK_FULL", status: 507 });
    expect(readdirSync(join(dataDir, "uploads"))).toEqual([]);
    // The server goes on, and so do runs that fit.
    expect(await endedRun(journey, (await startRun(journey, reconciliation.id)).id)).toMatchObject({
      status: "completed",
    });
    // Something else fills the disk below the reserve: the next run is refused, and says why.
    writeFileSync(join(disk!, "filler"), Buffer.alloc((await freeBytes(disk!)) - 2 ** 20));
    const refused = await server.call({
      method: "POST",
      url: `/api/reconciliations/${reconciliation.id}/runs`,
      as: user,
      body: {},
    });
    expect(refused.json()).toMatchObject({ code: "DISK_FULL", status: 507 });
    await server.close();
  });
});

/** A file system of 24 megabytes; undefined where none may be mounted. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), "small-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], { stdio: "ignore" });
    return folder;
  } catch {
    console.log("skipped: no small file system can be mounted here, so a full disk is not tried");
    return undefined;
  }
}
