/**
 * SIGKILL at random moments of uploads and runs: nothing is lost and nothing is doubled. `RECON_KILLS` sets how many a store gets (a thousand, on
 * demand), `RECON_KILLS_SEED` repeats a failure.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Reconciliation, Run, Source, Upload } from "@recon/api";
import { verifyResultSet } from "@recon/verify";
import { issueAccessToken } from "../security/access-token.ts";
import { KilledServer, seededRandom } from "../testing/killed-server.ts";
import { smallCsv, smallPlan } from "../testing/small-files.ts";
import { testConfig } from "../testing/test-config.ts";
import { createTestServer } from "../testing/test-server.ts";
import { createTestStore, testStores } from "../testing/test-store.ts";
import { sweepOrphans } from "./sweep-orphans.ts";

const kills = Number(process.env["RECON_KILLS"] ?? 8);
const seed = Number(process.env["RECON_KILLS_SEED"] ?? Date.now() % 1_000_000);
const MOST_LIFE_MS = 2_500;

interface Done {
  readonly sources: { id: string; content: string }[];
  readonly runs: { id: string; key: string }[];
}

/** What a client does who retries everything: uploads two files in pieces, saves a reconciliation, starts a run and waits for it, again and again. */
async function work(
  server: KilledServer,
  headers: Record<string, string>,
  { name, projectId, isOver, random }: { name: string; projectId: string; isOver: () => boolean; random: () => number },
): Promise<Done> {
  const done: Done = { sources: [], runs: [] };
  const json = { ...headers, "content-type": "application/json" };
  const post = <T>(path: string, body: unknown, key: string) =>
    server.ask<T>(path, { method: "POST", headers: { ...json, "idempotency-key": key }, body: JSON.stringify(body) });
  for (let round = 0; !isOver() || done.runs.length === 0; round++) {
    const ids: string[] = [];
    for (const side of ["left", "right"]) {
      const content = smallCsv(1_500, (i) => (side === "right" && i % 7 === round % 7 ? "9.99" : `${i}.50`));
      const source = await uploadInPieces(server, {
        content,
        headers,
        projectId,
        key: `${name}-${side}-${round}`,
        random,
      });
      done.sources.push({ id: source.id, content });
      ids.push(source.id);
    }
    for (const id of ids)
      await until(
        async () => (await server.ask<Source>(`/api/sources/${id}`, { headers })).body.status !== "processing",
      );
    const reconciliation = await post<Reconciliation>(
      `/api/projects/${projectId}/reconciliations`,
      { name: `Round ${name} ${round}`, plan: smallPlan, left: [ids[0]], right: [ids[1]] },
      `reconciliation-${name}-${round}`,
    );
    expect(reconciliation.status, JSON.stringify(reconciliation.body)).toBe(201);
    const key = `run-${name}-${round}`;
    const run = await post<Run>(`/api/reconciliations/${reconciliation.body.id}/runs`, {}, key);
    expect(run.status, JSON.stringify(run.body)).toBe(202);
    done.runs.push({ id: run.body.id, key });
    await until(async () =>
      /completed|failed/.test((await server.ask<Run>(`/api/runs/${run.body.id}`, { headers })).body.status),
    );
  }
  return done;
}

interface Piecewise {
  readonly content: string;
  readonly headers: Record<string, string>;
  readonly projectId: string;
  readonly key: string;
  readonly random: () => number;
}

async function uploadInPieces(
  server: KilledServer,
  { content, headers, projectId, key, random }: Piecewise,
): Promise<Source> {
  const bytes = Buffer.from(content);
  const created = await server.ask<Upload>(`/api/projects/${projectId}/uploads`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify({ fileName: `${key}.csv`, sizeBytes: bytes.byteLength, sha256: sha256(content) }),
  });
  const path = `/api/uploads/${created.body.id}`;
  for (;;) {
    const { offset } = (await server.ask<Upload>(path, { headers })).body;
    if (offset === bytes.byteLength) break;
    const piece = bytes.subarray(offset, offset + 1 + Math.floor(random() * 20_000));
    const sent = server.fetch(`${path}?offset=${offset}`, {
      method: "PATCH",
      headers: { ...headers, "content-type": "application/octet-stream" },
      body: piece,
    });
    const response = await sent.catch(() => undefined);
    await response?.text().catch(() => undefined);
    // A writer that was killed holds the upload for a while.
    if (response?.status === 409) await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const completed = await server.ask<Source>(`${path}/complete`, { method: "POST", headers });
  expect(completed.status, JSON.stringify(completed.body)).toBe(201);
  return completed.body;
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 50));
}

const sha256 = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");

describe.each(testStores)("kills on the %s store", (dialect) => {
  it(`nothing is lost and nothing is doubled (seed ${seed})`, { timeout: 60_000 + kills * 12_000 }, async () => {
    const store = await createTestStore(dialect);
    const preparing = await createTestServer({ store });
    const user = await preparing.createUser("manager");
    const projectId = await preparing.createProject(user);
    const { sid } = JSON.parse(Buffer.from(user.accessToken.split(".")[1]!, "base64url").toString()) as { sid: never };
    const config = testConfig(store, { jwtExpirationS: 86_400, runMemoryBytes: 600_000_000 });
    const token = await issueAccessToken(config, { userId: user.id, sessionId: sid }, new Date());
    await preparing.close();

    const random = seededRandom(seed);
    const server = new KilledServer({
      config,
      jobs: { leaseMs: 1_500, pollMs: 100, progressIntervalMs: 20, retryDelaysMs: [50, 50], mostAttempts: 1_000 },
    });
    onTestFinished(() => server.kill());
    let isOver = false;
    await server.start();
    const working = Promise.all(
      ["a", "b"].map((name) =>
        work(server, { authorization: `Bearer ${token}` }, { name, projectId, isOver: () => isOver, random }),
      ),
    );
    working.catch(() => undefined);
    for (let kill = 0; kill < kills; kill++) {
      await new Promise((resolve) => setTimeout(resolve, random() * MOST_LIFE_MS));
      await server.kill();
      await server.start();
    }
    isOver = true;
    const both = await working;
    const done = { sources: both.flatMap(({ sources }) => sources), runs: both.flatMap(({ runs }) => runs) };
    await server.kill("SIGTERM");

    const checking = await createTestServer({ store });
    const { context } = checking;
    const runs = await context.store.selectFrom("runs").selectAll().execute();
    // One run a key: every acknowledged one is there, and no other.
    expect(runs.map(({ id }) => id).sort()).toEqual(done.runs.map(({ id }) => id).sort());
    const completed = runs.filter(({ status }) => status === "completed");
    // Killed three times over the same run, the server gives it up, and says so.
    for (const run of runs) expect(run.status === "completed" || (run.attempt >= 3 && run.problem !== null)).toBe(true);
    expect(completed.length).toBeGreaterThan(0);
    for (const { id, content } of done.sources) {
      const row = await context.store
        .selectFrom("sources")
        .selectAll()
        .where("id", "=", id as never)
        .executeTakeFirstOrThrow();
      expect([row.state, row.sha256, row.row_count]).toEqual(["ready", sha256(content), 1_500]);
      expect(sha256(readFileSync(join(store.dataDir, row.path)))).toBe(sha256(content));
    }
    expect(await context.store.selectFrom("sources").select("id").execute()).toHaveLength(done.sources.length);
    for (const run of completed) {
      const events = await context.store
        .selectFrom("events")
        .selectAll()
        .where("room", "=", `run:${run.id}`)
        .orderBy("id")
        .execute();
      const types = events.map(({ type }) => type);
      expect([types[0], types.filter((type) => type === "run.completed").length, types.at(-1)]).toEqual([
        "run.queued",
        1,
        "run.completed",
      ]);
      const report = await verifyResultSet(join(store.dataDir, "results", run.result_folder!), {
        expect: run.certificate_hash!,
      });
      expect(report).toMatchObject({ ok: true });
    }
    const notes = await context.store.selectFrom("notifications").select("data").execute();
    expect(new Set(notes.map(({ data }) => data)).size).toBe(runs.length);
    expect(notes).toHaveLength(runs.length);
    const jobs = await context.store
      .selectFrom("jobs")
      .select("state")
      .where("state", "in", ["queued", "running"])
      .execute();
    expect(jobs).toEqual([]);
    await sweepOrphans(context, { youngMs: 0 });
    const inFolder = (name: string): string[] => readdirSync(join(store.dataDir, name)).sort();
    expect(inFolder("results")).toEqual(completed.map(({ result_folder }) => result_folder!).sort());
    expect([inFolder("work"), inFolder("uploads")]).toEqual([[], []]);
    expect(inFolder("sources")).toEqual(done.sources.map(({ id }) => id).sort());
    console.log(`${dialect}: ${kills} kills, ${done.sources.length} uploads, ${runs.length} runs`);
    await checking.close();
    await store.remove();
  });
});
