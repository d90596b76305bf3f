/** SIGKILL in the middle of decisions: what was answered is there, what is there is whole. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../store/open-store.ts";
import { insertReviewRun } from "../../testing/review-run.ts";
import { createTestServer } from "../../testing/test-server.ts";
import { copyRun, type TestRun } from "../../testing/test-run.ts";
import { createTestStore, testStores, type TestStore } from "../../testing/test-store.ts";
import { requireSoundReview } from "./sound-review.test-support.ts";
import type { WorkerInput } from "./review-worker.test-support.ts";

const kills = Number(process.env["RECON_KILLS"] ?? 6);
const seed = Number(process.env["RECON_KILLS_SEED"] ?? 7);

describe.each(testStores)("a killed reviewer on the %s store", (dialect) => {
  let store: TestStore;
  let runs: TestRun[];
  let actor: WorkerInput["actor"];

  beforeAll(async () => {
    store = await createTestStore(dialect);
    const server = await createTestServer({ store });
    const user = await server.createUser("manager");
    actor = {
      userId: user.id,
      email: user.email,
      name: "Killed",
      role: "manager",
      mustChangePassword: false,
    } as WorkerInput["actor"];
    const run = await insertReviewRun(server, { by: user, projectId: await server.createProject(user) });
    runs = [run];
    while (runs.length < Math.ceil(kills / 3)) runs.push(await copyRun(server, run));
    await server.close();
  });
  afterAll(async () => store.remove());

  it(`loses nothing and leaves nothing half in ${kills} kills`, { timeout: 60_000 + kills * 15_000 }, async () => {
    const answered = new Map<string, string[]>();
    for (let kill = 0; kill < kills; kill++) {
      const run = runs[kill % runs.length]!;
      const { runId, projectId } = run;
      const input: WorkerInput = {
        dataDir: store.dataDir,
        databaseUrl: store.databaseUrl,
        runId,
        projectId,
        actor,
        seed: seed * 1000 + kill,
      };
      const ids = await decideUntilKilled(input, {
        decisions: 1 + ((kill * 7 + seed) % 12),
        laterMs: (kill * 13) % 40,
      });
      answered.set(runId, [...(answered.get(runId) ?? []), ...ids]);
      const opened = openStore(store);
      const { decisions } = await requireSoundReview(opened.db, runId);
      await opened.close();
      const known = new Set(decisions);
      expect(answered.get(runId)!.filter((id) => !known.has(id))).toEqual([]);
    }
    expect([...answered.values()].flat().length).toBeGreaterThanOrEqual(kills);
  });
});

/** Ids of the decisions that the process told before it was killed, so many and a little later. */
function decideUntilKilled(input: WorkerInput, when: { decisions: number; laterMs: number }): Promise<string[]> {
  const program = fileURLToPath(new URL("review-worker.test-support.ts", import.meta.url));
  const child = spawn(
    process.execPath,
    ["--conditions=source", "--disable-warning=ExperimentalWarning", program, JSON.stringify(input)],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let told = "";
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  child.stdout.on("data", (chunk: Buffer) => {
    told += chunk.toString();
    if (told.split("\n").length > when.decisions) setTimeout(() => child.kill("SIGKILL"), when.laterMs);
  });
  return new Promise((resolve, reject) => {
    child.once("close", (code, signal) => {
      if (signal !== "SIGKILL") reject(new Error(`the worker ended by itself (${code ?? signal}): ${errors}`));
      else resolve(told.split("\n").slice(0, -1));
    });
  });
}
