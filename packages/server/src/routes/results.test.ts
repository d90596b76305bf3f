import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer, type TestUser } from "../testing/test-server.ts";
import { insertRun, type TestRun } from "../testing/test-run.ts";
import { testStores } from "../testing/test-store.ts";

const plan = {
  name: "ledger",
  fields: {
    id: { type: "text" },
    party: { type: "text" },
    amount: { type: "money" },
    currency: { type: "currency" },
    booked: { type: "date" },
  },
  roles: { amount: "amount", currency: "currency", date: "booked" },
  passes: [
    { name: "key", kind: "keyed", on: ["id"] },
    {
      name: "near",
      kind: "tolerant",
      block: ["party"],
      conditions: [{ field: "amount", within: { absolute: "0.05" }, weight: 1 }],
      suggest: true,
    },
  ],
} as never;

const left = `id,party,amount,currency,booked
A1,Acme,10.00,EUR,2026-01-01
A2,Acme,20.00,EUR,2026-01-02
A3,"Böhm & ""Co"", =1+1",-30.50,EUR,2026-01-03
A4,Delta,40.00,USD,2026-02-01
A5,Epsilon,55.00,EUR,2026-02-02
A6,Epsilon,55.00,EUR,2026-02-03
A7,Zeta,70.00,EUR,not a date
`;
const right = `id,party,amount,currency,booked
A1,Acme,10.00,EUR,2026-01-01
A2,Acme,20.01,EUR,2026-01-02
B4,Delta,40.02,USD,2026-02-01
B5,Epsilon,55.00,EUR,2026-02-02
`;

describe.each(testStores)("results on the %s store", (store) => {
  let server: TestServer;
  let user: TestUser;
  let run: TestRun;
  const get = async (path: string, as = user) =>
    server.call({ method: "GET", url: `/api/runs/${run.runId}${path}`, as });
  const view = (query: Record<string, unknown>): string => {
    const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
    return `?${new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, text(value)])).toString()}`;
  };

  beforeAll(async () => {
    server = await createTestServer({ store });
    user = await server.createUser("manager");
    const projectId = await server.createProject(user);
    run = await insertRun(server, { by: user, projectId, plan, left, right });
  });
  afterAll(async () => server.close());

  it("describes what the lists hold", async () => {
    const answer = await get("/result");
    expect(answer.statusCode).toBe(200);
    expect(answer.json().fields.map(({ name }: { name: string }) => name)).toEqual([
      "id",
      "party",
      "amount",
      "currency",
      "booked",
    ]);
    expect(answer.json().summary.left.rows).toBe(7);
  });

  it("lists every record once, whatever the page size", async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const answer = await get(`/rows${view({ limit: 3, sort: "-amount", ...(cursor === null ? {} : { cursor }) })}`);
      expect(answer.statusCode).toBe(200);
      const { items, nextCursor, total } = answer.json();
      expect(total).toBe(11);
      seen.push(...items.map(({ side, rowId }: { side: string; rowId: number }) => `${side}:${rowId}`));
      cursor = nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(11);
    expect(new Set(seen).size).toBe(11);
    expect(seen.slice(0, 3)).toEqual(["left:5", "left:6", "right:4"]);
  });

  it("finds, filters and counts", async () => {
    const search = await get(`/rows${view({ search: "böhm" })}`);
    expect(search.json().items).toMatchObject([
      { side: "left", rowId: 3, outcome: "unmatched", values: { amount: "-30.50" } },
    ]);
    const filter = {
      all: [
        { column: "outcome", in: ["differs"] },
        { column: "side", in: ["right"] },
      ],
    };
    expect((await get(`/rows${view({ filter })}`)).json()).toMatchObject({
      total: 1,
      items: [{ rowId: 2, pass: "key", kind: "1:1" }],
    });
    const facets = (await get(`/facets${view({ columns: "outcome,currency,amount,ageDays,booked,party" })}`)).json()
      .facets;
    expect(facets.map(({ kind }: { kind: string }) => kind)).toEqual([
      "values",
      "values",
      "amounts",
      "days",
      "months",
      "values",
    ]);
    expect(facets[0].items.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(11);
    const bucket = facets[2].items.find(({ value }: { value: string }) => value === "10");
    expect((await get(`/rows${view({ filter: bucket.filter })}`)).json().total).toBe(bucket.count);
  });

  it("explains a record with its group, its break and its original cells", async () => {
    const differs = (await get("/rows/left/2")).json();
    expect(differs).toMatchObject({
      outcome: "differs",
      src: [{ name: "id", value: "A2" }, { name: "party", value: "Acme" }, { name: "amount", value: "20.00" }, {}, {}],
      group: { kind: "1:1", differences: [{ field: "amount", left: "20.00", right: "20.01", delta: "0.01" }] },
      break: { kind: "differs" },
    });
    expect(differs.group.members.map(({ side }: { side: string }) => side)).toEqual(["left", "right"]);
    expect((await get("/rows/left/7")).json()).toMatchObject({
      outcome: "rejected",
      src: null,
      reject: { text: expect.stringContaining("not a date") },
    });
    expect((await get("/rows/left/8")).statusCode).toBe(404);
  });

  it("shows suggestions with all that compete", async () => {
    const breaks = (
      await get(`/breaks${view({ filter: { column: "kind", in: ["suggested"] }, sort: "breakId" })}`)
    ).json();
    expect(breaks.items.length).toBeGreaterThan(0);
    const one = (await get(`/breaks/${breaks.items.at(-1).breakId}`)).json();
    expect(one.group.members.length).toBeGreaterThan(1);
    expect((await get(`/groups/${one.groupId}`)).json()).toMatchObject({ groupId: one.groupId, status: "suggested" });
  });

  it("proves the balance in the overview", async () => {
    const overview = (await get("/overview")).json();
    expect(overview.balanced).toBe(true);
    expect(overview.proof.length).toBeGreaterThan(0);
    expect(overview.proof.every(({ agrees }: { agrees: boolean }) => agrees)).toBe(true);
    expect(overview.records).toEqual({ left: 7, right: 4 });
    expect(overview.previous).toBeNull();
    expect(overview.breaks.open).toBe((await get(`/breaks${view({})}`)).json().total);
  });

  it("tells what changed since the run before", async () => {
    const next = await insertRun(server, {
      by: user,
      projectId: run.projectId,
      plan,
      left: `${left}A8,New,1.00,EUR,2026-03-01\n`,
      right,
      reconciliationId: run.reconciliationId,
    });
    const overview = (await server.call({ method: "GET", url: `/api/runs/${next.runId}/overview`, as: user })).json();
    expect(overview.previous.runId).toBe(run.runId);
    expect(overview.previous.changes.reduce((sum: number, { fresh }: { fresh: number }) => sum + fresh, 0)).toBe(1);
    expect(overview.previous.changes.every(({ cleared }: { cleared: number }) => cleared === 0)).toBe(true);
  });

  it("refuses what means nothing as the caller's fault", async () => {
    const page = (await get(`/rows${view({ limit: 2 })}`)).json();
    const hostile = [
      `/rows${view({ filter: "{" })}`,
      `/rows${view({ filter: { column: "nope", in: ["x"] } })}`,
      `/rows${view({ filter: { column: "amount", from: "1;DROP TABLE left" } })}`,
      `/rows${view({ filter: { column: "outcome", in: ["x'; DROP TABLE left; --"] } })}`,
      `/rows${view({ filter: { column: "booked", from: "2026-02-31" } })}`,
      `/rows${view({ filter: `${"[".repeat(500)}${"]".repeat(500)}` })}`,
      `/rows${view({ filter: `${'{"not":'.repeat(300)}{"all":[]}${"}".repeat(300)}` })}`,
      `/rows${view({ sort: "outcome" })}`,
      `/rows${view({ sort: "amount;--" })}`,
      `/rows${view({ cursor: "x" })}`,
      `/rows${view({ cursor: Buffer.from('[1,"x",[null]]').toString("base64url") })}`,
      `/rows${view({ cursor: page.nextCursor, sort: "-amount", limit: 2 })}`,
      `/rows${view({ limit: 501 })}`,
      `/facets${view({ columns: "nope" })}`,
      `/export${view({ format: "csv", columns: "nope" })}`,
      `/export${view({ format: "exe" })}`,
    ];
    for (const url of hostile) {
      const answer = await get(url);
      expect([url, answer.statusCode]).toEqual([url, 400]);
      expect(answer.headers["content-type"]).toContain("application/problem+json");
    }
    // Quotes and wildcards are only text.
    for (const search of ["'; DROP TABLE left; --", "%", "_", '"', "\\"])
      expect((await get(`/rows${view({ search })}`)).statusCode).toBe(200);
  });

  it("exports exactly the view", async () => {
    const query = {
      list: "rows",
      filter: { column: "side", in: ["left"] },
      sort: "-amount",
      columns: "rowId,values.party,amount",
    };
    const csv = await get(`/export${view({ ...query, format: "csv" })}`);
    expect(csv.headers["content-type"]).toContain("text/csv");
    expect(csv.body.split("\r\n").slice(0, 4)).toEqual([
      "rowId,values.party,amount",
      "5,Epsilon,55.00",
      "6,Epsilon,55.00",
      "4,Delta,40.00",
    ]);
    expect(csv.body).toContain(`"Böhm & ""Co"", =1+1"`);
    const ndjson = await get(`/export${view({ ...query, format: "ndjson" })}`);
    expect(JSON.parse(ndjson.body.split("\n")[0]!)).toEqual({ rowId: 5, "values.party": "Epsilon", amount: "55.00" });
    expect(JSON.parse((await get(`/export${view({ ...query, format: "json" })}`)).body)).toMatchObject({
      total: 7,
      items: { length: 7 },
    });
    const xlsx = await get(`/export${view({ ...query, format: "xlsx" })}`);
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe("PK");
    const html = await get(`/export${view({ format: "html" })}`);
    expect(html.body).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(server.context.results.exports.running).toEqual([]);
  });

  it("is for members of the project alone", async () => {
    const stranger = await server.createUser("analyst");
    expect((await get("/rows", stranger)).statusCode).toBe(404);
    expect((await server.call({ method: "GET", url: `/api/runs/${run.runId}/rows` })).statusCode).toBe(401);
  });
});
