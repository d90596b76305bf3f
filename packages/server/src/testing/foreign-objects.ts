import { expect } from "vitest";
import type { NotificationId, ProjectId } from "@recon/api";
import { newId } from "../store/new-id.ts";
import { endedRun, smallReconciliation, startRun, type Journey } from "./run-journey.ts";
import type { TestServer, TestUser } from "./test-server.ts";

/** One of everything that a path can name, all in one project, made through the API as callers make it. */
export interface ForeignObjects {
  readonly projectId: ProjectId;
  /** Parameter name → value. A new parameter gets its line in `makeObjects`. */
  readonly params: Readonly<Record<string, string>>;
}

/** Makes a project with a source, an upload, a reconciliation, a run that has ended, a member and what hangs on them. */
export async function makeObjects(server: TestServer, owner: TestUser): Promise<ForeignObjects> {
  const member = await server.createUser("analyst");
  const projectId = await server.createProject(owner, [[member, "analyst"]]);
  const journey: Journey = { server, user: owner, projectId };
  const reconciliation = await smallReconciliation(journey);
  const run = await endedRun(journey, (await startRun(journey, reconciliation.id)).id);
  expect(run.status).toBe("completed");
  const sources = await server.call({ method: "GET", url: `/api/projects/${projectId}/sources`, as: owner });
  const upload = await server.call({
    method: "POST",
    url: `/api/projects/${projectId}/uploads`,
    as: owner,
    body: { fileName: "more.csv", sizeBytes: 10 },
  });
  const sessions = await server.call({ method: "GET", url: "/api/profile/sessions", as: member });
  return {
    projectId,
    params: {
      projectId,
      userId: member.id,
      sessionId: sessions.json<{ items: { id: string }[] }>().items[0]?.id ?? "",
      notificationId: await insertNotification(server, member),
      sourceId: sources.json<{ items: { id: string }[] }>().items[0]?.id ?? "",
      uploadId: upload.json<{ id: string }>().id,
      reconciliationId: reconciliation.id,
      runId: run.id,
      number: "1",
      side: "left",
      rowId: "1",
      groupId: String(await firstOf(server, owner, { url: `/api/runs/${run.id}/groups`, key: "groupId" })),
      breakId: String(await firstOf(server, owner, { url: `/api/runs/${run.id}/breaks`, key: "breakId" })),
    },
  };
}

async function firstOf(server: TestServer, as: TestUser, { url, key }: { url: string; key: string }): Promise<unknown> {
  const answer = await server.call({ method: "GET", url: `${url}?limit=1`, as });
  const value = answer.json<{ items: Record<string, unknown>[] }>().items[0]?.[key];
  if (value === undefined) throw new Error(`no ${key} in ${url}: ${answer.body}`);
  return value;
}

async function insertNotification(server: TestServer, user: TestUser): Promise<NotificationId> {
  const id = newId<NotificationId>();
  await server.context.store
    .insertInto("notifications")
    .values({
      id,
      user_id: user.id,
      project_id: null,
      type: "run.completed",
      title: "A run has ended",
      data: "{}",
      created_at: server.clock.now().toISOString(),
      read_at: null,
    })
    .execute();
  return id;
}

/** A path with its parameters filled in. */
export function fillPath(path: string, params: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`testing/foreign-objects.ts makes nothing for {${name}} of ${path}`);
    return encodeURIComponent(value);
  });
}
