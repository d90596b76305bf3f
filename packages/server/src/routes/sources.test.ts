import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Source, SourcePreview, SourceProfile, Upload } from "@recon/api";
import { sweepOrphans } from "../jobs/sweep-orphans.ts";
import { portOf } from "../testing/live-client.ts";
import { bytesType, type Journey, readySource, settled, upload } from "../testing/run-journey.ts";
import { smallCsv } from "../testing/small-files.ts";
import { createTestServer, type TestServer } from "../testing/test-server.ts";
import { testStores } from "../testing/test-store.ts";

const sha256 = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");

describe.each(testStores)("sources on the %s store", (store) => {
  let server: TestServer;
  let journey: Journey;

  beforeAll(async () => {
    server = await createTestServer({ store, jobs: true, config: { maxUploadBytes: 80_000_000 } });
    const user = await server.createUser("manager");
    journey = { server, user, projectId: await server.createProject(user) };
  });
  afterAll(() => server.close());

  const call = (
    method: "GET" | "POST" | "DELETE" | "PATCH",
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => server.call({ method, url, as: journey.user, body, headers });
  const sourcesUrl = (): string => `/api/projects/${journey.projectId}/sources`;
  const filesIn = (folder: string): string[] => {
    const path = join(server.context.config.dataDir, folder);
    return existsSync(path) ? readdirSync(path, { recursive: true }).map(String) : [];
  };

  it("a file is what its content says: profile, preview, rejects, download", async () => {
    const content = "id;betrag;tag\n1;1.234,50;31.01.2026\n2;kaputt\n3;2,00;01.02.2026\n";
    const source = await readySource(journey, "../../evil/bank.xlsx", content);
    expect(source).toMatchObject({
      name: "../../evil/bank.xlsx",
      fileName: "bank.xlsx",
      format: "csv",
      sha256: sha256(content),
      columns: ["id", "betrag", "tag"],
      rows: 3,
      rejects: 1,
      options: { delimiter: ";" },
    });
    const profile = (await call("GET", `/api/sources/${source.id}/profile`)).json<SourceProfile>();
    expect(profile).toMatchObject({ rows: 3, rejects: 1, dateOrder: "dmy" });
    expect(profile.columns[1]).toMatchObject({ name: "betrag", type: "money", decimal: ",", controlTotal: "1236.50" });
    const preview = (await call("POST", `/api/sources/${source.id}/preview`, { rows: 2 })).json<SourcePreview>();
    expect(preview).toMatchObject({
      isWhole: false,
      rows: [
        { kind: "record", line: 2, cells: ["1", "1.234,50", "31.01.2026"] },
        { kind: "reject", line: 3 },
      ],
    });
    const otherwise = (
      await call("POST", `/api/sources/${source.id}/preview`, { rows: 1, options: { delimiter: "," } })
    ).json<SourcePreview>();
    expect(otherwise.columns).toEqual(["id;betrag;tag"]);
    expect((await call("GET", `/api/sources/${source.id}/rejects`)).json()).toMatchObject({
      total: 1,
      items: [{ line: 3, text: "2;kaputt" }],
      nextCursor: null,
    });
    const download = await call("GET", `/api/sources/${source.id}/content`);
    expect(download.body).toBe(content);
    expect(download.headers["content-disposition"]).toContain("bank.xlsx");
  });

  it("an idempotency key belongs to the bytes sent with it", async () => {
    const send = async (content: string) => {
      const url = `${sourcesUrl()}?fileName=keyed.csv`;
      const answer = await call("POST", url, content, { ...bytesType, "idempotency-key": "upload" });
      const isReplayed = answer.headers["idempotency-replayed"] === "true";
      return { answered: answer.statusCode, isReplayed, body: answer.json<Source & { code?: string }>() };
    };
    const content = "id,amount\n1,2.00\n";
    const [first, twin, other] = await Promise.all([send(content), send(content), send(`${content}2,3.00\n`)]);
    const won = [first, twin, other].filter(({ answered, isReplayed }) => answered === 201 && !isReplayed);
    expect(won).toHaveLength(1);
    const { id } = won[0]!.body;
    // Whoever came first, those that sent the same bytes got the same answer, and the rest none.
    const isOther = won[0] === other;
    for (const { answered } of [first, twin]) expect(answered).toBe(isOther ? 422 : 201);
    expect(other.answered).toBe(isOther ? 201 : 422);
    const again = await send(isOther ? `${content}2,3.00\n` : content);
    expect(again).toMatchObject({ answered: 201, isReplayed: true, body: { id } });
    const reused = { answered: 422, body: { code: "IDEMPOTENCY_KEY_REUSED" } };
    expect(await send("id,amount\n1,9.00\n")).toMatchObject(reused);
    const sources = await server.context.store
      .selectFrom("sources")
      .select("id")
      .where("name", "=", "keyed.csv")
      .execute();
    expect(sources).toEqual([{ id }]);
    await settled(journey, id);
    expect((await call("DELETE", `/api/sources/${id}`)).statusCode).toBe(204);
  });

  it("rejects come in pages", async () => {
    const lines = Array.from({ length: 120 }, (_, i) => (i % 2 === 0 ? `${i},1,2` : `${i}`));
    const source = await readySource(journey, "ragged.csv", `a,b,c\n${lines.join("\n")}\n`);
    const seen: number[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page = (
        await call("GET", `/api/sources/${source.id}/rejects?limit=25${cursor === "" ? "" : `&cursor=${cursor}`}`)
      ).json();
      seen.push(...page.items.map(({ line }: { line: number }) => line));
      cursor = page.nextCursor as string | null;
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => 3 + 2 * i));
    expect((await call("GET", `/api/sources/${source.id}/rejects?cursor=x`)).json()).toMatchObject({
      code: "CURSOR_INVALID",
    });
  });

  it("a form's file is taken; a form that is cut off is not", async () => {
    const form = (end: string): string =>
      `--b\r\ncontent-disposition: form-data; name="f"; filename="ledger.csv"\r\n\r\nid,x\n1,2\n\r\n${end}`;
    const headers = { "content-type": "multipart/form-data; boundary=b" };
    const whole = await call("POST", sourcesUrl(), form("--b--\r\n"), headers);
    expect(whole.json<Source>()).toMatchObject({ fileName: "ledger.csv", sizeBytes: 9 });
    const cut = await call("POST", sourcesUrl(), form(""), headers);
    expect([cut.statusCode, cut.json().code]).toEqual([400, "INPUT_INVALID"]);
    expect((await call("POST", sourcesUrl(), "--b--\r\n", headers)).json().code).toBe("INPUT_INVALID");
    await settled(journey, whole.json<Source>().id);
  });

  it("limits hold while streaming, and nothing stays of what was refused", async () => {
    const before = filesIn("uploads");
    const chunk = Buffer.alloc(2 ** 20, "x");
    const endless = Readable.from(
      (function* () {
        for (let i = 0; i < 200; i++) yield chunk;
      })(),
    );
    const refused = await server.app.inject({
      method: "POST",
      url: `${sourcesUrl()}?fileName=big.csv`,
      headers: { authorization: `Bearer ${journey.user.accessToken}`, ...bytesType },
      payload: endless,
    });
    expect(refused.json()).toMatchObject({ code: "BODY_TOO_LARGE", status: 413 });
    expect((await call("POST", `${sourcesUrl()}?fileName=e.csv`, "", bytesType)).json()).toMatchObject({
      code: "INPUT_INVALID",
    });
    const wrong = await call("POST", `${sourcesUrl()}?fileName=e.csv&sha256=${sha256("other")}`, "id\n1\n", bytesType);
    expect(wrong.json()).toMatchObject({ code: "CHECKSUM_MISMATCH", status: 422 });
    expect(filesIn("uploads")).toEqual(before);
  });

  it("a form that is too large is answered and let go, however much its sender still has to say", async () => {
    const socket = connect(await portOf(server), "127.0.0.1");
    const head = [
      `POST ${sourcesUrl()} HTTP/1.1`,
      "host: x",
      `authorization: Bearer ${journey.user.accessToken}`,
      "content-type: multipart/form-data; boundary=b",
      "transfer-encoding: chunked",
    ];
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
    const say = (bytes: Buffer | string) =>
      new Promise<void>((resolve) => {
        socket.write(`${bytes.length.toString(16)}\r\n`);
        socket.write(bytes);
        socket.write("\r\n", () => resolve());
      });
    let answer = "";
    const answered = new Promise<void>((resolve) =>
      socket.on("data", (chunk) => {
        answer += String(chunk);
        resolve();
      }),
    );
    const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
    socket.on("error", () => undefined);
    await say('--b\r\ncontent-disposition: form-data; name="f"; filename="big.csv"\r\n\r\n');
    const chunk = Buffer.alloc(2 ** 20, "x");
    while (answer === "") await Promise.race([say(chunk), answered]);
    await closed;
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer.toLowerCase()).toContain("connection: close");
  });

  it("a resumable upload goes on after an interruption, one writer at a time, and completes once", async () => {
    const content = Buffer.from(smallCsv(20_000));
    const body = { fileName: "ledger.csv", sizeBytes: content.byteLength, sha256: sha256(content) };
    const created = (await call("POST", `/api/projects/${journey.projectId}/uploads`, body)).json<Upload>();
    const patch = (offset: number, bytes: Buffer | Readable) =>
      server.app.inject({
        method: "PATCH",
        url: `/api/uploads/${created.id}?offset=${offset}`,
        headers: { authorization: `Bearer ${journey.user.accessToken}`, ...bytesType },
        payload: bytes,
      });
    expect((await patch(0, content.subarray(0, 100_000))).json<Upload>().offset).toBe(100_000);
    expect((await patch(50, content.subarray(50, 60))).json()).toMatchObject({
      code: "OFFSET_MISMATCH",
      current: { offset: 100_000 },
    });
    expect((await call("POST", `/api/uploads/${created.id}/complete`)).json()).toMatchObject({
      code: "OFFSET_MISMATCH",
    });
    const held = Readable.from(
      (async function* () {
        yield content.subarray(100_000, 150_000);
        const busy = await patch(100_000, content.subarray(100_000));
        expect(busy.json()).toMatchObject({ code: "UPLOAD_BUSY" });
        throw new Error("the connection broke");
      })(),
    );
    await patch(100_000, held).catch(() => undefined);
    await expect
      .poll(async () => (await call("GET", `/api/uploads/${created.id}`)).json<Upload>().offset)
      .toBe(150_000);
    expect((await patch(150_000, Buffer.concat([content.subarray(150_000), Buffer.from("x")]))).json()).toMatchObject({
      code: "BODY_TOO_LARGE",
    });
    const { offset } = (await call("GET", `/api/uploads/${created.id}`)).json<Upload>();
    expect((await patch(offset, content.subarray(offset))).statusCode).toBe(200);
    const completed = await Promise.all([1, 2, 3].map(() => call("POST", `/api/uploads/${created.id}/complete`)));
    expect(completed.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201]);
    expect(new Set(completed.map((answer) => answer.json<Source>().id))).toEqual(new Set([created.id]));
    const source = await settled(journey, created.id);
    expect(source).toMatchObject({ status: "ready", rows: 20_000, sha256: body.sha256 });
    expect(filesIn("uploads")).not.toContain(`${created.id}.part`);
  });

  it("a given-up upload and a deleted source leave no file", async () => {
    const created = (
      await call("POST", `/api/projects/${journey.projectId}/uploads`, { fileName: "a.csv", sizeBytes: 10 })
    ).json<Upload>();
    await call("PATCH", `/api/uploads/${created.id}?offset=0`, "12345", bytesType);
    expect((await call("DELETE", `/api/uploads/${created.id}`)).statusCode).toBe(204);
    expect((await call("GET", `/api/uploads/${created.id}`)).statusCode).toBe(404);
    const source = await readySource(journey, "gone.csv", smallCsv(3));
    expect((await call("DELETE", `/api/sources/${source.id}`)).statusCode).toBe(204);
    expect((await call("GET", `/api/sources/${source.id}`)).statusCode).toBe(404);
    await sweepOrphans(server.context, { youngMs: 0 });
    const left = [...filesIn("uploads"), ...filesIn("sources")];
    expect(left.filter((name) => name.includes(created.id) || name.includes(source.id))).toEqual([]);
  });

  it("hostile files fail by themselves and disturb nobody", async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, `1,2,${"3".repeat(5_000)}\n`));
    const wide = `id,note\n1,${"x".repeat(50_000_000)}\n2,y\n`;
    const files = {
      "bomb.csv.gz": bomb,
      "wide.csv": wide,
      "program.csv": readFileSync(process.execPath).subarray(0, 3_000_000),
      "cut.json": '[{"a":1},{"b',
    };
    const sources = await Promise.all(Object.entries(files).map(([name, content]) => upload(journey, name, content)));
    const waits: number[] = [];
    let isDone = false;
    const watching = (async () => {
      while (!isDone) {
        const asked = performance.now();
        expect((await call("GET", sourcesUrl())).statusCode).toBe(200);
        waits.push(performance.now() - asked);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const [first, second, third, fourth] = await Promise.all(sources.map(({ id }) => settled(journey, id)));
    isDone = true;
    await watching;
    expect(first).toMatchObject({ status: "failed", problem: { code: "LIMIT_SIZE" } });
    expect(second).toMatchObject({ status: "ready", rows: 2, rejects: 0 });
    expect(third).toMatchObject({ status: "failed", problem: { code: "INPUT_BINARY" } });
    expect(fourth).toMatchObject({ status: "failed", problem: { code: "INPUT_TRUNCATED" } });
    expect(first!.problem!.detail).not.toContain(server.context.config.dataDir);
    expect(waits.length).toBeGreaterThan(3);
  });

  it("the process that looks at a file ends when the look is cancelled", async () => {
    const source = await upload(journey, "large.csv", smallCsv(300_000));
    const stateOfJob = async (): Promise<string> => {
      const jobs = server.context.store.selectFrom("jobs").select("state").where("subject_id", "=", source.id);
      return (await jobs.executeTakeFirstOrThrow()).state;
    };
    await expect.poll(stateOfJob, { interval: 5 }).toBe("running");
    const cancelled = (await call("POST", `/api/sources/${source.id}/cancel`)).json<Source>();
    expect(cancelled).toMatchObject({ status: "failed", problem: { code: "INTERRUPTED" } });
    await expect.poll(stateOfJob).toBe("cancelled");
    expect((await call("GET", `/api/sources/${source.id}`)).json()).toEqual(cancelled);
    expect(filesIn(join("sources", source.id))).toEqual(["large.csv"]);
    expect((await call("DELETE", `/api/sources/${source.id}`)).statusCode).toBe(204);
  });

  it("title rows above the header: the row is guessed, said so, and another one can be said", async () => {
    const text = "Report of October\n\nid,amount\n1,2.00\n1,2.00\n2,3.00\n";
    const source = await readySource(journey, "report.csv", text);
    expect(source).toMatchObject({ columns: ["id", "amount"], rows: 3, readAs: { options: { headerRow: 3 } } });
    const profile = (await call("GET", `/api/sources/${source.id}/profile`)).json<SourceProfile>();
    expect(profile.guessedHeader).toEqual({ row: 3, above: ["Report of October"] });
    expect(profile.repeated).toEqual({ records: 1, isExact: true });
    const again = await call("POST", `/api/sources/${source.id}/process`, { options: { headerRow: 4 } });
    expect(again.json<Source>()).toMatchObject({ status: "processing" });
    const said = await settled(journey, source.id);
    expect(said).toMatchObject({ status: "ready", columns: ["1", "2.00"], rows: 2 });
    const next = (await call("GET", `/api/sources/${source.id}/profile`)).json<SourceProfile>();
    expect(next.guessedHeader).toBeNull();
  });

  it("renaming minds what others saw", async () => {
    const source = await readySource(journey, "name.csv", smallCsv(2));
    const url = `/api/sources/${source.id}`;
    expect((await call("PATCH", url, { name: "A" }, { "if-match": `"${source.version}"` })).json()).toMatchObject({
      name: "A",
    });
    const late = await call("PATCH", url, { name: "B" }, { "if-match": `"${source.version}"` });
    expect(late.json()).toMatchObject({ code: "VERSION_CONFLICT", status: 412, current: { name: "A" } });
  });

  it("the list is sorted, filtered and paged", async () => {
    const page = (await call("GET", `${sourcesUrl()}?status=failed&sort=name&limit=2`)).json();
    expect(page.items.map(({ name }: Source) => name)).toEqual(["bomb.csv.gz", "cut.json"]);
    const next = (
      await call("GET", `${sourcesUrl()}?status=failed&sort=name&limit=2&cursor=${page.nextCursor}`)
    ).json();
    expect(next.items.map(({ name }: Source) => name)).toEqual(["program.csv"]);
    expect((await call("GET", `${sourcesUrl()}?search=LEDGER`)).json().total).toBeGreaterThan(0);
  });
});

describe("the quota", () => {
  it("is told before it is exceeded", async () => {
    const server = await createTestServer({ store: "embedded", config: { storageQuotaBytes: 1_000 } });
    const user = await server.createUser("manager");
    const journey = { server, user, projectId: await server.createProject(user) };
    await upload(journey, "a.csv", "x".repeat(600));
    const url = `/api/projects/${journey.projectId}`;
    const refused = await server.call({
      method: "POST",
      url: `${url}/uploads`,
      as: user,
      body: { fileName: "b.csv", sizeBytes: 401 },
    });
    expect(refused.json()).toMatchObject({ code: "QUOTA_EXCEEDED", status: 507 });
    const plain = await server.call({
      method: "POST",
      url: `${url}/sources?fileName=b.csv`,
      as: user,
      body: "y".repeat(401),
      headers: bytesType,
    });
    expect(plain.json()).toMatchObject({ code: "QUOTA_EXCEEDED" });
    await server.close();
  });
});
