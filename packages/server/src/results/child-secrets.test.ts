import { readFileSync } from "node:fs";
import { EngineProcess } from "@recon/duckdb/process";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { insertReviewRun } from "../testing/review-run.ts";
import { createTestServer } from "../testing/test-server.ts";

const SECRET = "a secret of the server alone";
const secrets = [
  "JWT_SECRET",
  "JWT_REFRESH_SECRET",
  "VAULT_MASTER_KEY",
  "DATABASE_URL",
  "SMTP_URL",
  "OIDC_CLIENT_SECRET",
];

/** What a process was started with, as the system keeps it. */
const environmentOf = (pid: number): string => readFileSync(`/proc/${pid}/environ`, "utf8");

beforeAll(() => {
  for (const name of [...secrets, "SOMETHING_OF_THE_OPERATOR"]) vi.stubEnv(name, SECRET);
});
afterAll(() => vi.unstubAllEnvs());

it.skipIf(process.platform !== "linux")(
  "processes that read files of others have no secret of the server",
  async () => {
    const server = await createTestServer({ store: "embedded" });
    const user = await server.createUser("manager");
    const run = await insertReviewRun(server, { by: user, projectId: await server.createProject(user) });
    const { results } = server.context;
    const set = results.setOf(run.folder, 0);
    const readDelta = () => Promise.reject(new Error("nothing was reviewed"));
    await results.ask(set, { kind: "describe" }, { readDelta });
    const query = { list: "rows" } as const;
    const delta = { from: 0, to: 0, records: [], groups: [] };
    const call = { owner: user.id, signal: new AbortController().signal };
    // Its process is there from the call on; so small an export may be over by the time it is answered.
    const exported = results.exports.start({ set, delta, query, format: "csv", bom: false }, call);
    const engine = new EngineProcess();
    const pids = [results.readerPid!, ...results.exports.running, engine.pid!];
    expect(pids).toHaveLength(3);
    for (const environment of pids.map(environmentOf)) {
      expect(environment).toContain(`PATH=${process.env["PATH"]}`);
      expect(environment).not.toContain(SECRET);
    }
    engine.dispose();
    (await exported).destroy();
    await server.close();
  },
);
