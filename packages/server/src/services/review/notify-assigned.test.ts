import { expect, it } from "vitest";
import { insertReviewRun } from "../../testing/review-run.ts";
import { createTestServer, type TestUser } from "../../testing/test-server.ts";

it("who is given work hears of it once a decision, not of their own doing, and not when they do not want to", async () => {
  const server = await createTestServer({ store: "embedded" });
  const [manager, anna, ben] = [
    await server.createUser("manager"),
    await server.createUser("analyst"),
    await server.createUser("analyst"),
  ];
  const projectId = await server.createProject(manager, [
    [anna, "analyst"],
    [ben, "analyst"],
  ]);
  const { runId } = await insertReviewRun(server, { by: anna, projectId });
  const post = async (path: string, body: unknown, as: TestUser, version?: number): Promise<Record<string, never>> => {
    const headers = version === undefined ? {} : { "if-match": `"${version}"` };
    const answer = await server.call({ method: "POST", url: `/api/runs/${runId}${path}`, as, body, headers });
    expect(answer.statusCode).toBeLessThan(300);
    return answer.json();
  };
  const titles = async (as: TestUser): Promise<string[]> => {
    const { items } = (await server.call({ method: "GET", url: "/api/notifications", as })).json();
    return items.map(({ type, title, data }: { type: string; title: string; data: { runId: string } }) => {
      expect([type, data.runId]).toEqual(["review.assigned", runId]);
      return title.replace(/^.* (gave you .*) of .*$/, "$1");
    });
  };
  const bulk = async (assigneeId: string | null, by: TestUser): Promise<void> => {
    const command = { verb: "assign", assigneeId };
    const { previewId } = await post("/review/previews", { filter: { all: [] }, command }, by);
    await post("/review/bulk", { previewId }, by);
  };

  const list = await server.call({ method: "GET", url: `/api/runs/${runId}/breaks?limit=1`, as: anna });
  const { breakId } = list.json().items[0];
  await post(`/breaks/${breakId}/assign`, { assigneeId: ben.id }, anna, 1);
  await post(`/breaks/${breakId}/assign`, { assigneeId: ben.id }, anna, 2);
  expect(await titles(ben)).toEqual(["gave you a break"]);
  await bulk(ben.id, anna);
  expect(await titles(ben)).toEqual([expect.stringMatching(/^gave you \d+ breaks$/), "gave you a break"]);
  await bulk(ben.id, anna);
  await bulk(null, anna);
  await bulk(ben.id, ben);
  const preferences = { notifyAssigned: false };
  const headers = { "if-match": "*" };
  const saved = await server.call({ method: "PATCH", url: "/api/profile", as: ben, body: { preferences }, headers });
  expect(saved.statusCode).toBe(200);
  await bulk(null, anna);
  await bulk(ben.id, anna);
  expect(await titles(ben)).toHaveLength(2);
  expect(await titles(anna)).toEqual([]);
  await server.close();
});
