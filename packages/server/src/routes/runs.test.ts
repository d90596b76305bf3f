import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Run, SourceCheck, StartedRun, Verification } from "@recon/api";
import { verifyResultSet } from "@recon/verify";
import {
  endedRun,
  type Journey,
  readRun,
  readySource,
  saveReconciliation,
  smallReconciliation,
  startRun,
} from "../testing/run-journey.ts";
import { transact } from "../events/transact.ts";
import { loadRun, writeProgress } from "../jobs/run-writes.ts";
import { smallCsv, smallPlan } from "../testing/small-files.ts";
import { createTestServer, type TestServer } from "../testing/test-server.ts";
import { testStores } from "../testing/test-store.ts";

describe.each(testStores)("runs on the %s store", (store) => {
  let server: TestServer;
  let journey: Journey;

  beforeAll(async () => {
    server = await createTestServer({ store, jobs: true });
    const user = await server.createUser("manager");
    journey = { server, user, projectId: await server.createProject(user) };
  });
  afterAll(() => server.close());

  const call = (method: "GET" | "POST" | "DELETE", url: string, body?: unknown) =>
    server.call({ method, url, as: journey.user, body });

  it("from files to a verified archive", async () => {
    const reconciliation = await smallReconciliation(journey);
    const started = await startRun(journey, reconciliation.id);
    expect(started).toMatchObject({
      status: "queued",
      mode: "full",
      planVersion: 1,
      resultState: "none",
      left: [{ fileName: "left.csv" }],
    });
    const run = await endedRun(journey, started.id);
    expect(run).toMatchObject({
      status: "completed",
      balanced: true,
      isClean: false,
      resultState: "present",
      attempt: 1,
      problem: null,
    });

    const summary = (await call("GET", `/api/runs/${run.id}/summary`)).json();
    expect(summary).toMatchObject({
      runId: run.id,
      left: { rows: 20, matched: 19, differs: 1, totals: { XXX: { differs: "3.50" } } },
    });

    const asked = await call("POST", `/api/runs/${run.id}/verification`);
    expect([asked.statusCode, asked.json().status]).toEqual([202, "queued"]);
    const verification = async (): Promise<Verification> =>
      (await call("GET", `/api/runs/${run.id}/verification`)).json();
    await expect.poll(async () => (await verification()).status, { timeout: 30_000 }).toBe("completed");
    expect(await verification()).toMatchObject({ isVerified: true, findingCount: 0, problem: null });
    expect((await verification()).checks.map(({ name }) => name)).toContain("sources");

    const archive = await call("GET", `/api/runs/${run.id}/archive`);
    expect(archive.headers["content-type"]).toBe("application/gzip");
    const folder = mkdtempSync(join(tmpdir(), "archive-"));
    execFileSync("tar", ["-xzf", "-", "-C", folder], { input: archive.rawPayload });
    const [unpacked] = readdirSync(folder);
    const report = await verifyResultSet(join(folder, unpacked!), { expect: run.certificateHash! });
    expect(report).toMatchObject({ ok: true, findings: [] });
    rmSync(folder, { recursive: true });
  });

  it("new files for a saved reconciliation: what changed is shown, what is missing is refused", async () => {
    const reconciliation = await smallReconciliation(journey);
    await endedRun(journey, (await startRun(journey, reconciliation.id)).id);
    const wider = await readySource(journey, "november.csv", "day,id,memo,amount\n2026-11-01,1,x,1.50\n");
    const check = await call("POST", `/api/reconciliations/${reconciliation.id}/check`, { left: [wider.id] });
    expect(check.json<SourceCheck>()).toMatchObject({
      isRunnable: true,
      changes: { left: { added: ["memo"], removed: [], isReordered: true }, right: { added: [], isReordered: false } },
    });
    const started = await call("POST", `/api/reconciliations/${reconciliation.id}/runs`, { left: [wider.id] });
    expect(started.json<StartedRun>().changes.left).toMatchObject({ added: ["memo"] });
    expect(await endedRun(journey, started.json<Run>().id)).toMatchObject({
      status: "completed",
      left: [{ fileName: "november.csv" }],
    });

    const narrower = await readySource(journey, "narrow.csv", "id,amuont\n1,1.50\n");
    const refused = await call("POST", `/api/reconciliations/${reconciliation.id}/runs`, { left: [narrower.id] });
    expect(refused.json()).toMatchObject({
      code: "SOURCES_UNFIT",
      status: 422,
      errors: [
        { path: "fields.amount.left", message: expect.stringContaining('did you mean "amuont"') },
        { path: "fields.day.left", message: expect.stringContaining("narrow.csv") },
      ],
    });
    // The reconciliation names what ran last.
    expect((await call("GET", `/api/reconciliations/${reconciliation.id}`)).json()).toMatchObject({ left: [wider.id] });
  });

  it("a preview decides everything and writes nothing", async () => {
    const reconciliation = await smallReconciliation(journey);
    const plan = smallPlan
      .replace("amount: { type: money } # compared", "amount: { type: text }")
      .replace("roles: { amount: amount, date: day }\n", "");
    const started = await call("POST", `/api/reconciliations/${reconciliation.id}/previews`, { plan });
    expect(started.statusCode, started.body).toBe(202);
    const run = await endedRun(journey, started.json<Run>().id);
    expect(run).toMatchObject({
      status: "completed",
      mode: "preview",
      planVersion: null,
      resultState: "none",
      certificateHash: null,
    });
    expect((await call("GET", `/api/runs/${run.id}/summary`)).json()).toMatchObject({
      left: { differs: 1, totals: {} },
    });
    expect((await call("GET", `/api/runs/${run.id}/archive`)).json()).toMatchObject({ code: "RUN_NOT_COMPLETED" });
    const listed = (await call("GET", `/api/reconciliations/${reconciliation.id}/runs`)).json();
    expect(listed).toMatchObject({ total: 0, items: [] });
  });

  it("a run that fails says why, in the names that people know", async () => {
    const left = await readySource(journey, "Bänk 1.csv", "id,amount,day\n1,1.50,03/04/2026\n");
    const right = await readySource(journey, "right.csv", smallCsv(2));
    const reconciliation = await saveReconciliation(journey, {
      name: "Open dates",
      plan: smallPlan,
      left: [left.id],
      right: [right.id],
    });
    const run = await endedRun(journey, (await startRun(journey, reconciliation.id)).id);
    expect(run).toMatchObject({ status: "failed", attempt: 1, problem: { code: "DATE_ORDER_OPEN" } });
    expect(run.problem!.detail).not.toContain(server.context.config.dataDir);
    const { notifications } = {
      notifications: await server.context.store
        .selectFrom("notifications")
        .selectAll()
        .where("user_id", "=", journey.user.id)
        .execute(),
    };
    expect(notifications.map(({ title }) => title)).toContain("Open dates: failed");
  });

  it("the same column names twice, archived, unknown, deleted: each is told", async () => {
    const reconciliation = await smallReconciliation(journey);
    const run = await endedRun(journey, (await startRun(journey, reconciliation.id)).id);
    const url = `/api/reconciliations/${reconciliation.id}/runs`;
    expect((await call("POST", url, { planVersion: 7 })).json()).toMatchObject({
      code: "NOT_FOUND",
      detail: expect.stringContaining("version 7"),
    });
    expect((await call("POST", url, { left: [reconciliation.left[0], reconciliation.left[0]] })).json()).toMatchObject({
      code: "INPUT_INVALID",
    });
    expect((await call("DELETE", `/api/sources/${reconciliation.left[0]}`)).json()).toMatchObject({
      code: "SOURCE_IN_USE",
    });
    const folder = join(server.context.config.dataDir, "results");
    const before = readdirSync(folder).filter((name) => name.startsWith(run.id));
    expect(before).toHaveLength(1);
    expect((await call("DELETE", `/api/runs/${run.id}`)).statusCode).toBe(204);
    expect((await call("GET", `/api/runs/${run.id}`)).statusCode).toBe(404);
    await expect.poll(() => readdirSync(folder).filter((name) => name.startsWith(run.id))).toEqual([]);
  });

  it("fifty starts at once with one idempotency key are one run", async () => {
    const reconciliation = await smallReconciliation(journey);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        server.call({
          method: "POST",
          url: `/api/reconciliations/${reconciliation.id}/runs`,
          as: journey.user,
          body: {},
          headers: { "idempotency-key": "the-one" },
        }),
      ),
    );
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([202]));
    expect(new Set(answers.map((answer) => answer.json<Run>().id)).size).toBe(1);
    const runs = await server.context.store
      .selectFrom("runs")
      .select("id")
      .where("reconciliation_id", "=", reconciliation.id)
      .execute();
    expect(runs).toHaveLength(1);
    await endedRun(journey, runs[0]!.id);
  });

  it("a waiting run is cancelled at once, a running one soon, and neither leaves anything", async () => {
    const small = await smallReconciliation(journey);
    const over = await endedRun(journey, (await startRun(journey, small.id)).id);
    const big = smallCsv(300_000);
    const left = await readySource(journey, "left.csv", big);
    const right = await readySource(journey, "right.csv", big);
    const reconciliation = await saveReconciliation(journey, {
      name: "Large",
      plan: smallPlan,
      left: [left.id],
      right: [right.id],
    });
    const first = await startRun(journey, reconciliation.id);
    const second = await startRun(journey, reconciliation.id);
    await expect.poll(async () => (await readRun(journey, first.id)).status, { timeout: 30_000 }).toBe("running");
    expect((await call("GET", `/api/runs/${second.id}/progress`)).json()).toMatchObject({
      status: "queued",
      queuePosition: 1,
      progress: null,
      open: null,
    });
    const proof = `/api/runs/${over.id}/verification`;
    expect((await call("POST", proof)).json()).toMatchObject({ status: "queued" });
    expect((await call("POST", `${proof}/cancel`)).json()).toMatchObject({ status: "none" });
    const progress = { stage: "key: what is left", rows: 1, totalRows: 2, rowsPerSecond: 3, remainingS: null };
    const open = { left: 40, right: 30 };
    await transact(server.context, async (trx) =>
      writeProgress(trx, await loadRun(trx, second.id), { ...progress, open }),
    );
    expect((await call("GET", `/api/runs/${second.id}/progress`)).json()).toMatchObject({ progress, open });
    const told = await server.context.store
      .selectFrom("events")
      .select("data")
      .where("room", "=", `run:${second.id}`)
      .where("type", "=", "run.progress")
      .execute();
    expect(told.map(({ data }) => JSON.parse(data) as unknown)).toEqual([progress]);
    expect((await call("POST", `/api/runs/${second.id}/cancel`)).json()).toMatchObject({ status: "cancelled" });
    expect((await call("POST", `/api/runs/${first.id}/cancel`)).statusCode).toBe(202);
    expect(await endedRun(journey, first.id)).toMatchObject({ status: "cancelled", resultState: "none" });
    const { dataDir } = server.context.config;
    for (const folder of ["work", "results"]) {
      expect(
        readdirSync(join(dataDir, folder)).filter((name) => name.includes(first.id) || name.includes(second.id)),
      ).toEqual([]);
    }
    const types = await server.context.store
      .selectFrom("events")
      .select("type")
      .where("room", "=", `run:${first.id}`)
      .orderBy("id")
      .execute();
    expect(types.map(({ type }) => type)).toEqual(["run.queued", "run.started", "run.cancelled"]);
  });
});
