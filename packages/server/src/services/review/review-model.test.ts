/** Random decisions by several people against a simple model: allowed or not, what comes out, and whether the log tells it. */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insertReviewRun } from "../../testing/review-run.ts";
import { createTestServer, type TestServer, type TestUser } from "../../testing/test-server.ts";
import { copyRun, type TestRun } from "../../testing/test-run.ts";
import { testStores } from "../../testing/test-store.ts";
import { requireSoundReview } from "./sound-review.test-support.ts";
import { ReviewModel, steps, type ModelCommand } from "./review-model.test-support.ts";

const seed = Number(process.env["RECON_REVIEW_SEED"] ?? 20_261_125);
const numRuns = Number(process.env["RECON_REVIEW_CASES"] ?? 12);

describe.each(testStores)("review against its model on the %s store", (store) => {
  let server: TestServer;
  let people: TestUser[];
  let original: TestRun;

  beforeAll(async () => {
    server = await createTestServer({ store });
    people = [await server.createUser("manager"), await server.createUser("manager"), await server.createUser("admin")];
    original = await insertReviewRun(server, { by: people[0]!, projectId: await server.createProject(people[0]!) });
  });
  afterAll(async () => server.close());

  /** The call that a command of the model stands for. */
  function callOf(command: ModelCommand, decisions: readonly string[]): { path: string; body: unknown } | undefined {
    switch (command.kind) {
      case "match":
        return {
          path: "/review/matches",
          body: {
            left: command.left.map((rowId) => ({ rowId })),
            right: command.right.map((rowId) => ({ rowId })),
            ...(command.reason ? { reasonCode: "fee" } : {}),
          },
        };
      case "undo": {
        const decisionId = decisions.at(-1 - command.back);
        return decisionId === undefined ? undefined : { path: "/review/undo", body: { decisionId } };
      }
      case "accept":
      case "reject":
      case "split":
        return { path: `/groups/${command.group}/${command.kind}`, body: {} };
      default: {
        const [at, id] = command.at.split(":");
        const breakId = 4 * Number(id) + (at === "group" ? 2 : at === "right" ? 1 : 0);
        const verb = command.kind === "writeOff" ? "write-off" : command.kind;
        return {
          path: `/breaks/${breakId}/${verb}`,
          body:
            command.kind === "assign" ? { assigneeId: null } : command.kind === "writeOff" ? { reasonCode: "fee" } : {},
        };
      }
    }
  }

  it("allows, changes and logs what the model says", { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const run = await copyRun(server, original);
        const model = new ReviewModel();
        const decisions: string[] = [];
        for (const { actor, command } of sequence) {
          const call = callOf(command, decisions);
          if (call === undefined) continue;
          const answer = await server.call({
            method: "POST",
            url: `/api/runs/${run.runId}${call.path}`,
            as: people[actor]!,
            body: call.body,
            headers: { "if-match": "*" },
          });
          // A record in a group has no break of its own: the call finds none, where the model only says no.
          const isDone = answer.statusCode < 300;
          if ("at" in command && answer.statusCode === 404) {
            expect(["matched", "differs", "suggested", "writtenOff"]).toContain(model.items.get(command.at)!.state);
            continue;
          }
          expect([command, answer.statusCode, isDone]).toEqual([command, answer.statusCode, model.apply(command)]);
          expect(answer.statusCode).toBeLessThan(500);
          if (isDone) decisions.push(answer.json<{ decision: { id: string } }>().decision.id);
        }
        await requireAgreement(run, model);
        await requireSoundReview(server.context.store, run.runId);
      }),
      { seed, numRuns, endOnFailure: true },
    );
  });

  async function requireAgreement(run: TestRun, model: ReviewModel): Promise<void> {
    const rows = (
      await server.call({ method: "GET", url: `/api/runs/${run.runId}/rows?limit=100`, as: people[0]! })
    ).json<{ items: { side: string; rowId: number; outcome: string; groupId: number | null }[]; total: number }>();
    expect(rows.total).toBe(16);
    for (const row of rows.items) {
      const { state, group } = model.items.get(`${row.side}:${row.rowId}`)!;
      expect([row.side, row.rowId, row.outcome, row.groupId]).toEqual([row.side, row.rowId, state, group]);
    }
    const groups = (
      await server.call({ method: "GET", url: `/api/runs/${run.runId}/groups?limit=100`, as: people[0]! })
    ).json<{ items: { groupId: number; status: string }[] }>();
    for (const { groupId, status } of groups.items)
      expect([groupId, status]).toEqual([groupId, model.items.get(`group:${groupId}`)!.state]);
    const overview = (
      await server.call({ method: "GET", url: `/api/runs/${run.runId}/overview`, as: people[0]! })
    ).json<{ proof: { agrees: boolean }[] }>();
    expect(overview.proof.every(({ agrees }) => agrees)).toBe(true);
  }
});
