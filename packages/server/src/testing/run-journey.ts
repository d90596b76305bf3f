/** The way from files to a run, as a caller of the API goes it. */
import { expect, vi } from "vitest";
import type { ProjectId, Reconciliation, Run, Source } from "@recon/api";
import { smallCsv, smallPlan } from "./small-files.ts";
import type { TestServer, TestUser } from "./test-server.ts";

export const bytesType = { "content-type": "application/octet-stream" };

export interface Journey {
  readonly server: TestServer;
  readonly user: TestUser;
  readonly projectId: ProjectId;
}

const PATIENCE = { timeout: 60_000, interval: 50 };

export async function upload(
  { server, user, projectId }: Journey,
  fileName: string,
  content: string | Buffer,
): Promise<Source> {
  const url = `/api/projects/${projectId}/sources?fileName=${encodeURIComponent(fileName)}`;
  const response = await server.call({ method: "POST", url, as: user, body: content, headers: bytesType });
  expect(response.statusCode, response.body).toBe(201);
  return response.json<Source>();
}

/** The source once it has been looked at. */
export async function settled({ server, user }: Pick<Journey, "server" | "user">, id: string): Promise<Source> {
  const read = async (): Promise<Source> =>
    (await server.call({ method: "GET", url: `/api/sources/${id}`, as: user })).json<Source>();
  await vi.waitFor(async () => expect((await read()).status).not.toBe("processing"), PATIENCE);
  return read();
}

export async function readySource(journey: Journey, fileName: string, content: string | Buffer): Promise<Source> {
  const source = await settled(journey, (await upload(journey, fileName, content)).id);
  expect(source).toMatchObject({ status: "ready", problem: null });
  return source;
}

export async function saveReconciliation({ server, user, projectId }: Journey, body: object): Promise<Reconciliation> {
  const response = await server.call({
    method: "POST",
    url: `/api/projects/${projectId}/reconciliations`,
    as: user,
    body,
  });
  expect(response.statusCode, response.body).toBe(201);
  return response.json<Reconciliation>();
}

/** Two small files, ready, and a reconciliation of them. */
export async function smallReconciliation(journey: Journey, rows = 20): Promise<Reconciliation> {
  const left = await readySource(journey, "left.csv", smallCsv(rows));
  const right = await readySource(
    journey,
    "right.csv",
    smallCsv(rows, (i) => (i === 3 ? "99.99" : `${i}.50`)),
  );
  return saveReconciliation(journey, { name: `Small ${left.id}`, plan: smallPlan, left: [left.id], right: [right.id] });
}

export async function startRun({ server, user }: Journey, reconciliationId: string, body: object = {}): Promise<Run> {
  const response = await server.call({
    method: "POST",
    url: `/api/reconciliations/${reconciliationId}/runs`,
    as: user,
    body,
  });
  expect(response.statusCode, response.body).toBe(202);
  return response.json<Run>();
}

export async function readRun({ server, user }: Pick<Journey, "server" | "user">, id: string): Promise<Run> {
  return (await server.call({ method: "GET", url: `/api/runs/${id}`, as: user })).json<Run>();
}

/** The run once it is over. */
export async function endedRun(journey: Journey, id: string): Promise<Run> {
  const isOver = /completed|failed|cancelled/;
  await vi.waitFor(async () => expect((await readRun(journey, id)).status).toMatch(isOver), PATIENCE);
  return readRun(journey, id);
}
