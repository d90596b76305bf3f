import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SourceId, UploadId } from "@recon/api";
import { transact } from "../events/transact.ts";
import { indexesFolder } from "../results/reader/index-files.ts";
import { newId } from "../store/new-id.ts";
import { insertReviewRun } from "../testing/review-run.ts";
import type { TestRun } from "../testing/test-run.ts";
import { createTestServer, type TestServer, type TestUser } from "../testing/test-server.ts";
import { resultFolder, sourceFolder } from "./data-folders.ts";
import { claimJob, endJob, insertJob } from "./job-queue.ts";
import { sweepOrphans } from "./sweep-orphans.ts";

describe("sweeping", () => {
  let server: TestServer;
  let user: TestUser;
  let run: TestRun;

  beforeAll(async () => {
    server = await createTestServer({ store: "embedded" });
    user = await server.createUser("manager");
    const projectId = await server.createProject(user);
    run = await insertReviewRun(server, { by: user, projectId });
  });
  afterAll(() => server.close());

  /** Sweeps with a store in which something happens after the first look at any of these tables. */
  const sweepWhile = (tables: readonly string[], happens: () => Promise<unknown>) => {
    const looks = new WeakSet<object>();
    let hasHappened = false;
    const store = server.context.store.withPlugin({
      transformQuery: ({ node, queryId }) => {
        const from = node.kind === "SelectQueryNode" ? JSON.stringify(node.from) : "";
        if (tables.some((table) => from.includes(`"${table}"`))) looks.add(queryId);
        return node;
      },
      transformResult: async ({ result, queryId }) => {
        if (looks.has(queryId) && !hasHappened) {
          hasHappened = true;
          await happens();
        }
        return result;
      },
    });
    return sweepOrphans({ ...server.context, store }, { youngMs: 0 });
  };

  it("a run that ends while its folder is judged keeps it", async () => {
    const { context } = server;
    const setFolder = (result_folder: string | null) =>
      context.store.updateTable("runs").set({ result_folder }).where("id", "=", run.runId).execute();
    await setFolder(null);
    await transact(context, (store) =>
      insertJob({ ...context, store }, { kind: "run", projectId: run.projectId, subjectId: run.runId }),
    );
    const options = { dialect: "embedded", worker: "w", lane: "heavy", leaseMs: 60_000, mostPerProject: 1 } as const;
    const job = (await claimJob(context.store, options))!;
    await sweepWhile(["runs", "jobs"], async () => {
      await transact(context, (store) => endJob(store, job, { state: "completed" }, "now"));
      await setFolder(run.folder);
    });
    expect(existsSync(run.dir)).toBe(true);
  });

  it("an upload that becomes a source while its folder is judged keeps its file", async () => {
    const { context } = server;
    const id = newId<UploadId>();
    const at = context.clock.now().toISOString();
    const shared = { id, project_id: run.projectId, file_name: "a.csv", size_bytes: 1, created_at: at } as const;
    await context.store
      .insertInto("uploads")
      .values({
        ...shared,
        received_bytes: 1,
        sha256: null,
        state: "receiving",
        writer: null,
        writer_until: null,
        created_by: user.id,
        expires_at: "2999-01-01T00:00:00.000Z",
      })
      .execute();
    const folder = sourceFolder(context.config.dataDir, id);
    mkdirSync(folder, { recursive: true });
    const becomeSource = async () => {
      await context.store.updateTable("uploads").set({ state: "complete" }).where("id", "=", id).execute();
      await context.store
        .insertInto("sources")
        .values({
          ...shared,
          id: id as string as SourceId,
          name: "a.csv",
          path: join("sources", id, "a.csv"),
          sha256: "0",
          state: "processing",
          format: null,
          compression: null,
          read_as: "{}",
          options: null,
          columns: null,
          profile: null,
          row_count: null,
          reject_count: null,
          problem: null,
          created_by: user.id,
          updated_at: at,
          version: 1,
        })
        .execute();
    };
    await sweepWhile(["uploads", "sources"], becomeSource);
    expect(existsSync(folder)).toBe(true);
  });

  it("an index goes with its result set, and the draft of a killed builder too", async () => {
    const folder = indexesFolder(server.context.config.dataDir);
    const gone = `${newId<string>()}.1`;
    const draft = `.${run.folder}.4711.draft`;
    for (const name of [run.folder, gone, draft]) mkdirSync(join(folder, name), { recursive: true });
    await sweepOrphans(server.context);
    expect([run.folder, gone, draft].map((name) => existsSync(join(folder, name)))).toEqual([true, false, true]);
    await sweepOrphans(server.context, { youngMs: 0 });
    expect([run.folder, draft].map((name) => existsSync(join(folder, name)))).toEqual([true, false]);
    expect(existsSync(resultFolder(server.context.config.dataDir, run.folder))).toBe(true);
  });
});
