import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { insertReviewRun } from "../testing/review-run.ts";
import { createTestServer, type TestServer, type TestUser } from "../testing/test-server.ts";
import type { TestRun } from "../testing/test-run.ts";
import { testStores } from "../testing/test-store.ts";

interface BreakItem {
  readonly breakId: number;
  readonly kind: string;
  readonly side: string | null;
  readonly rowId: number | null;
  readonly groupId: number | null;
  readonly status: string;
  readonly version: number;
}

describe.each(testStores)("review on the %s store", (store) => {
  let server: TestServer;
  let [anna, ben, viewer]: TestUser[] = [];
  let projectId: Awaited<ReturnType<TestServer["createProject"]>>;
  let run: TestRun;

  const post = (path: string, body: unknown, { as = anna!, version }: { as?: TestUser; version?: number | "*" } = {}) =>
    server.call({
      method: "POST",
      url: `/api/runs/${run.runId}${path}`,
      as,
      body,
      headers: version === undefined ? {} : { "if-match": version === "*" ? "*" : `"${version}"` },
    });
  const get = async (path: string) =>
    (await server.call({ method: "GET", url: `/api/runs/${run.runId}${path}`, as: anna })).json();
  const breaks = async (filter?: unknown): Promise<BreakItem[]> =>
    (
      await get(
        `/breaks?limit=100${filter === undefined ? "" : `&filter=${encodeURIComponent(JSON.stringify(filter))}`}`,
      )
    ).items;
  const breakOf = async (side: string, rowId: number): Promise<BreakItem> =>
    (await breaks()).find((each) => each.side === side && each.rowId === rowId)!;
  const row = (side: string, rowId: number) => get(`/rows/${side}/${rowId}`);

  beforeAll(async () => {
    server = await createTestServer({ store });
    anna = await server.createUser("analyst");
    ben = await server.createUser("analyst");
    viewer = await server.createUser("viewer");
    projectId = await server.createProject(await server.createUser("manager"), [
      [anna, "analyst"],
      [ben, "analyst"],
      [viewer, "viewer"],
    ]);
  });
  beforeEach(async () => {
    run = await insertReviewRun(server, { by: anna!, projectId });
  });
  afterAll(async () => server.close());

  it("a filter that nests without end is refused like any other that is none", async () => {
    const deep = `${'{"not":'.repeat(20_000)}{"column":"status","in":["open"]}${"}".repeat(20_000)}`;
    const answer = await server.call({
      method: "POST",
      url: `/api/runs/${run.runId}/review/previews`,
      as: anna,
      body: `{"filter":${deep},"command":{"verb":"assign","assigneeId":null}}`,
      headers: { "content-type": "application/json" },
    });
    expect(answer.json()).toMatchObject({ code: "INPUT_INVALID", errors: [{ path: "body.filter" }] });
  });

  it("writes off, shows it everywhere, and opens again", async () => {
    const open = await breakOf("left", 8);
    expect(open).toMatchObject({ status: "open", version: 1 });
    const answer = await post(
      `/breaks/${open.breakId}/write-off`,
      { reasonCode: "timing", note: "next month" },
      { version: 1 },
    );
    expect([answer.statusCode, answer.headers["etag"]]).toEqual([200, '"2"']);
    expect(await breakOf("left", 8)).toMatchObject({ status: "writtenOff", reasonCode: "timing", version: 2 });
    expect(await row("left", 8)).toMatchObject({ outcome: "writtenOff", version: 2 });
    const facets = (await get("/facets?columns=outcome")).facets[0].items;
    expect(facets.find(({ value }: { value: string }) => value === "writtenOff").count).toBe(1);
    const overview = await get("/overview");
    expect(overview.breaks.settled).toBe(1);
    expect(overview.proof.every(({ agrees }: { agrees: boolean }) => agrees)).toBe(true);
    expect((await post(`/breaks/${open.breakId}/reopen`, {}, { version: 2 })).statusCode).toBe(200);
    expect(await row("left", 8)).toMatchObject({ outcome: "unmatched", version: 3 });
  });

  it("refuses an edit of what somebody changed and shows both states", async () => {
    const { breakId } = await breakOf("left", 8);
    expect(
      (await post(`/breaks/${breakId}/assign`, { assigneeId: ben!.id }, { as: ben!, version: 1 })).statusCode,
    ).toBe(200);
    const late = await post(`/breaks/${breakId}/write-off`, { reasonCode: "fee" }, { version: 1 });
    expect(late.statusCode).toBe(412);
    expect(late.json()).toMatchObject({
      code: "VERSION_CONFLICT",
      current: {
        current: { assigneeId: ben!.id, version: 2, state: "unmatched" },
        changedBy: "Test analyst",
        yours: { assigneeId: null, version: 1 },
      },
    });
    expect(await row("left", 8)).toMatchObject({ outcome: "unmatched", assigneeId: ben!.id });
    expect((await post(`/breaks/${breakId}/write-off`, { reasonCode: "fee" })).statusCode).toBe(428);
    expect((await post(`/breaks/${breakId}/write-off`, { reasonCode: "fee" }, { version: "*" })).statusCode).toBe(200);
  });

  it("matches by hand with exact sums, one currency, and a reason for a difference", async () => {
    const two = await post("/review/matches", {
      left: [{ rowId: 6, version: 1 }, { rowId: 7 }],
      right: [{ rowId: 6 }],
    });
    expect(two.statusCode).toBe(201);
    expect(await get("/groups/-1")).toMatchObject({
      kind: "n:1",
      status: "matched",
      origin: "review",
      leftTotal: "100.00",
      residual: "0.00",
      members: { length: 3 },
    });
    expect(await row("left", 6)).toMatchObject({ outcome: "matched", groupId: -1, kind: "n:1" });
    const again = await post("/review/matches", { left: [{ rowId: 6 }], right: [{ rowId: 7 }] });
    expect([again.statusCode, again.json().code]).toEqual([409, "REVIEW_CONFLICT"]);
    const currency = await post("/review/matches", { left: [{ rowId: 8 }], right: [{ rowId: 8 }], reasonCode: "fee" });
    expect([currency.statusCode, currency.json().code]).toEqual([422, "CURRENCIES_DIFFER"]);
    const sums = await post("/review/matches", { left: [{ rowId: 8 }], right: [{ rowId: 7 }] });
    expect([sums.statusCode, sums.json().code, sums.json().detail]).toEqual([
      422,
      "SUMS_DIFFER",
      expect.stringContaining("-100.00"),
    ]);
    expect(
      (await post("/review/matches", { left: [{ rowId: 8 }], right: [{ rowId: 7 }], reasonCode: "fee" })).statusCode,
    ).toBe(201);
    expect(await get("/groups/-2")).toMatchObject({ kind: "1:1", residual: "-100.00", reasonCode: "fee" });
    const matched = await post("/review/matches", { left: [{ rowId: 1 }], right: [{ rowId: 8 }], reasonCode: "fee" });
    expect([matched.statusCode, matched.json().code]).toEqual([409, "REVIEW_CONFLICT"]);
    expect((await post("/review/matches", { left: [{ rowId: 99 }], right: [{ rowId: 8 }] })).statusCode).toBe(404);
  });

  it("matches records of one side that cancel out, and nothing less than that", async () => {
    const matching = async (left: readonly number[], more: object = {}) => {
      const answer = await post("/review/matches", { left: left.map((rowId) => ({ rowId })), right: [], ...more });
      return { status: answer.statusCode, ...answer.json() };
    };
    expect(await matching([])).toMatchObject({ status: 400, code: "INPUT_INVALID" });
    expect(await matching([7])).toMatchObject({ status: 400, code: "INPUT_INVALID" });
    expect(await matching([7, 8], { reasonCode: "fee" })).toMatchObject({ status: 400, code: "INPUT_INVALID" });
    expect(await matching([6, 8], { reasonCode: "fee" })).toMatchObject({
      status: 422,
      code: "SUMS_DIFFER",
      detail: expect.stringContaining("leave 20.00"),
    });
    const made = await matching([7, 8]);
    expect(made.status).toBe(201);
    expect(made.decision).toMatchObject({ verb: "match", details: { left: [7, 8], right: [] } });
    expect(await get("/groups/-1")).toMatchObject({
      kind: "net",
      status: "matched",
      leftTotal: "0.00",
      rightTotal: null,
      residual: "0.00",
      members: { length: 2 },
    });
    expect(await row("left", 8)).toMatchObject({ outcome: "matched", groupId: -1, kind: "net" });
    expect((await get("/overview")).proof.every(({ agrees }: { agrees: boolean }) => agrees)).toBe(true);
    expect((await post("/review/undo", { decisionId: made.decision.id })).statusCode).toBe(201);
    expect(await row("left", 8)).toMatchObject({ outcome: "unmatched", groupId: null });
    expect(await get("/groups/-1")).toMatchObject({ status: "split" });
  });

  it("accepts the chosen pairs of a suggestion and leaves the rest over", async () => {
    const [suggestion] = await breaks({ column: "kind", in: ["suggested"] });
    const groupId = suggestion!.groupId!;
    const bad = await post(`/groups/${groupId}/accept`, { groups: [{ left: [1], right: [4] }] }, { version: 1 });
    expect(bad.statusCode).toBe(400);
    const answer = await post(`/groups/${groupId}/accept`, { groups: [{ left: [4], right: [4] }] }, { version: 1 });
    expect(answer.statusCode).toBe(200);
    expect(await row("left", 4)).toMatchObject({ outcome: "matched", groupId: -1 });
    expect(await row("left", 5)).toMatchObject({ outcome: "unmatched", groupId: null, break: { status: "open" } });
    expect(await get(`/groups/${groupId}`)).toMatchObject({ status: "accepted" });
    expect(await breakOf("left", 5)).toMatchObject({ kind: "unmatched", status: "open" });
    expect(await breakOf("left", 4)).toBeUndefined();
    expect((await post(`/groups/${groupId}/reject`, {}, { version: 2 })).json().code).toBe("REVIEW_CONFLICT");
    const undone = await post("/review/undo", { decisionId: answer.json().decision.id });
    expect(undone.statusCode).toBe(201);
    expect(await row("left", 4)).toMatchObject({ outcome: "suggested", groupId });
    expect(await get(`/groups/${groupId}`)).toMatchObject({ status: "suggested", version: 3 });
  });

  it("splits a match of the run; its records can be matched anew", async () => {
    expect((await post("/groups/1/split", {}, { version: 1 })).statusCode).toBe(200);
    expect(await row("left", 1)).toMatchObject({ outcome: "unmatched", groupId: null, pass: null });
    const made = await breakOf("right", 1);
    expect(made).toMatchObject({ kind: "unmatched", status: "open", amount: "10.00" });
    expect((await post(`/breaks/${made.breakId}/write-off`, { reasonCode: "timing" }, { version: 2 })).statusCode).toBe(
      200,
    );
    expect(await breakOf("right", 1)).toMatchObject({ status: "writtenOff" });
    expect((await get("/overview")).proof.every(({ agrees }: { agrees: boolean }) => agrees)).toBe(true);
  });

  it("decides in bulk about just what was previewed", async () => {
    const filter = { column: "kind", in: ["unmatched", "suggested"] };
    const preview = await post("/review/previews", { filter, command: { verb: "writeOff", reasonCode: "timing" } });
    expect([preview.statusCode, preview.json()]).toMatchObject([
      201,
      { count: 7, leftOut: expect.any(Number), value: { EUR: "340.01", USD: "60.00" } },
    ]);
    const other = await breakOf("left", 8);
    await post(`/breaks/${other.breakId}/assign`, { assigneeId: ben!.id }, { version: 1 });
    const stale = await post("/review/bulk", { previewId: preview.json().previewId });
    expect([stale.statusCode, stale.json().code]).toEqual([409, "SET_CHANGED"]);
    expect((await breaks({ column: "status", in: ["writtenOff"] })).length).toBe(0);
    const fresh = await post("/review/previews", { filter, command: { verb: "writeOff", reasonCode: "timing" } });
    expect((await post("/review/bulk", { previewId: fresh.json().previewId }, { as: ben! })).statusCode).toBe(409);
    const done = await post("/review/bulk", { previewId: fresh.json().previewId });
    expect([done.statusCode, done.json().decision.itemCount]).toEqual([201, 7]);
    expect((await breaks({ column: "status", in: ["writtenOff"] })).length).toBe(7);
    expect((await post("/review/bulk", { previewId: fresh.json().previewId })).statusCode).toBe(409);
    expect((await post("/review/undo", { decisionId: done.json().decision.id }, { as: ben! })).statusCode).toBe(403);
    expect((await post("/review/undo", { decisionId: done.json().decision.id })).statusCode).toBe(201);
    expect((await breaks({ column: "status", in: ["writtenOff"] })).length).toBe(0);
  });

  it("keeps the log, the comments and the states in between", async () => {
    const { breakId } = await breakOf("left", 8);
    await post(`/breaks/${breakId}/comments`, { body: "Asked the bank." });
    await post(`/breaks/${breakId}/write-off`, { reasonCode: "fee", note: "small" }, { version: 1, as: ben! });
    expect(await breakOf("left", 8)).toMatchObject({ comments: 1, version: 2 });
    const history = await get(`/breaks/${breakId}/history`);
    expect(history).toMatchObject({
      item: { state: "writtenOff", version: 2 },
      decisions: [{ verb: "writeOff", note: "small", before: { state: "unmatched" }, after: { state: "writtenOff" } }],
      comments: [{ body: "Asked the bank.", authorId: anna!.id }],
    });
    const log = await get("/review/decisions?limit=1");
    expect(log).toMatchObject({
      total: 2,
      nextCursor: "2",
      items: [{ verb: "writeOff", seq: 2, actorId: ben!.id, undone: false }],
    });
    expect((await get("/review/decisions?limit=1&cursor=2")).items).toMatchObject([{ verb: "comment", seq: 1 }]);
    const { events } = {
      events: await server.context.store
        .selectFrom("events")
        .selectAll()
        .where("room", "=", `run:${run.runId}`)
        .execute(),
    };
    expect(events.map(({ type }) => type)).toEqual(["review.changed", "review.changed"]);
  });

  it("lets only one of many take a record, and undo only what is on top", async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        post(
          "/review/matches",
          { left: [{ rowId: 6 + (i % 2) }], right: [{ rowId: 7 }], reasonCode: "race" },
          { as: i % 3 === 0 ? ben! : anna! },
        ),
      ),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    expect(answers.every(({ statusCode }) => statusCode === 201 || statusCode === 409)).toBe(true);
    const members = await server.context.store
      .selectFrom("review_items")
      .select("subject")
      .where("run_id", "=", run.runId)
      .where("subject", "=", "right:7")
      .execute();
    expect(members).toHaveLength(1);
    const first = answers.find(({ statusCode }) => statusCode === 201)!.json().decision;
    const group = first.details.groupId as number;
    const divided = await post(`/groups/${group}/split`, {}, { version: "*" });
    expect([divided.statusCode, divided.json().detail]).toEqual([200, undefined]);
    const blocked = await post(
      "/review/undo",
      { decisionId: first.id },
      { as: first.actorId === anna!.id ? anna! : ben! },
    );
    expect([blocked.statusCode, blocked.json().code]).toEqual([409, "REVIEW_CONFLICT"]);
  });

  it("is for people who work in the project", async () => {
    const { breakId } = await breakOf("left", 8);
    expect(
      (await post(`/breaks/${breakId}/write-off`, { reasonCode: "fee" }, { as: viewer!, version: 1 })).statusCode,
    ).toBe(403);
    expect((await post(`/breaks/${breakId}/assign`, { assigneeId: viewer!.id }, { version: 1 })).statusCode).toBe(400);
    expect((await post("/breaks/3/assign", { assigneeId: null }, { version: 1 })).statusCode).toBe(404);
  });
});
