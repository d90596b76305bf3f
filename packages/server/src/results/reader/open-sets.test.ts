import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { insertReviewRun } from "../../testing/review-run.ts";
import { createTestServer } from "../../testing/test-server.ts";
import { sql } from "../query/sql.ts";
import { Query, ReaderEngine } from "./engine.ts";
import { OpenSets } from "./open-sets.ts";

it("a set that is forgotten while somebody reads it is closed by its last reader", async () => {
  const server = await createTestServer({ store: "embedded" });
  const user = await server.createUser("manager");
  const run = await insertReviewRun(server, { by: user, projectId: await server.createProject(user) });
  const workDir = mkdtempSync(join(tmpdir(), "recon-open-sets-"));
  const engine = await ReaderEngine.open({ memoryBytes: 2 ** 28, threads: 1, workDir, readable: [run.dir] });
  const sets = new OpenSets(engine, { indexRoot: null });
  const ref = { id: run.folder, dir: run.dir, reviewSeq: 0 };
  const schemas = () =>
    engine.use(async (connection) => {
      const from = sql("FROM duckdb_schemas() WHERE starts_with(schema_name, 'set_')");
      return (await new Query(connection).single(["count(*)"], from))[0];
    });
  await sets.use(ref, async () => {
    expect(await schemas()).toBe("1");
    await sets.close(ref.id);
    expect(await schemas()).toBe("1");
  });
  expect(await schemas()).toBe("0");
  rmSync(workDir, { recursive: true, force: true });
  await server.close();
});
