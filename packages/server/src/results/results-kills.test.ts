/** The reader and exports killed at any moment: callers are told, nothing half passes for whole, and the next one works. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reconcile } from "@recon/duckdb";
import type { ViewFormat } from "./export/messages.ts";
import { ResultExports } from "./export/result-exports.ts";
import { ReaderFault } from "./reader/reader-fault.ts";
import { Results } from "./results.ts";

const kills = Number(process.env["RECON_KILLS"] ?? 10);
const ROWS = 30_000;

describe("a killed reader and killed exports", () => {
  const root = mkdtempSync(join(tmpdir(), "recon-kills-"));
  let results: Results;
  const delta = { from: 0, to: 0, records: [], groups: [] };
  const readDelta = async () => delta;

  beforeAll(async () => {
    mkdirSync(join(root, "results"));
    const lines = Array.from({ length: ROWS }, (_, i) => `K${i},Party ${i % 100},${i}.50`);
    writeFileSync(join(root, "left.csv"), `id,party,amount\n${lines.join("\n")}\n`);
    writeFileSync(join(root, "right.csv"), `id,party,amount\n${lines.slice(5).join("\n")}\n`);
    const plan = {
      version: 1,
      name: "kills",
      left: { files: ["left.csv"] },
      right: { files: ["right.csv"] },
      fields: { id: { type: "text" }, party: { type: "text" }, amount: { type: "money" } },
      passes: [{ name: "key", kind: "keyed", on: ["id"] }],
    };
    await reconcile(
      {
        plan: plan as never,
        baseDir: root,
        outDir: join(root, "results", "set"),
        memoryBytes: 2 ** 28,
        workDir: join(root, "work"),
      },
      { onStage: () => undefined },
    );
    results = new Results({ dataDir: root, log: pino({ level: "silent" }), memoryBytes: 2 ** 28 });
  });
  afterAll(async () => {
    await results.close();
    rmSync(root, { recursive: true, force: true });
  });

  const page = (search: string) =>
    results.ask<{ total: number }>(
      results.setOf("set", 0),
      { kind: "page", query: { list: "rows", search }, limit: 10 },
      { readDelta },
    );

  it(`answers or says why in ${kills} kills of the reader`, { timeout: 60_000 + kills * 10_000 }, async () => {
    for (let kill = 0; kill < kills; kill++) {
      const asked = Array.from({ length: 6 }, (_, i) =>
        page(`party ${kill}${i}`).then(
          ({ total }) => total,
          (error: unknown) => error,
        ),
      );
      await sleep((kill * 37) % 150);
      if (results.readerPid !== undefined) process.kill(results.readerPid, "SIGKILL");
      for (const answer of await Promise.all(asked)) {
        if (typeof answer !== "number")
          expect(answer).toMatchObject({
            name: "ReaderFault",
            why: "died",
            message: expect.stringContaining("SIGKILL"),
          });
      }
      // A call that meets the dying reader is told so as well; the one after it finds a new one.
      const { total } = await page("party 7").catch(async (error: unknown) => {
        expect(error).toMatchObject({ name: "ReaderFault", why: "died" });
        return page("party 7");
      });
      expect(total).toBeGreaterThan(0);
    }
  });

  it(
    `never ends a file that is not whole in ${kills} kills of exports`,
    { timeout: 60_000 + kills * 10_000 },
    async () => {
      const formats: readonly ViewFormat[] = ["csv", "ndjson", "json", "xlsx"];
      for (let kill = 0; kill < kills; kill++) {
        const format = formats[kill % formats.length]!;
        const request = {
          set: results.setOf("set", 0),
          delta,
          query: { list: "rows" as const, sort: "-amount" },
          format,
          bom: false,
        };
        const gone = new AbortController();
        const started = results.exports.start(request, { owner: "anybody", signal: gone.signal });
        const after = (kill * 53) % 700;
        // Every other time it is the caller who goes away.
        void sleep(after).then(() => {
          if (kill % 2 === 0) for (const pid of results.exports.running) process.kill(pid, "SIGKILL");
          else gone.abort();
        });
        const outcome = await started.then(readAll, (error: unknown) => error as Error);
        if (typeof outcome === "string") requireWhole(format, outcome);
        else expect(outcome).toBeInstanceOf(ReaderFault);
        await expect.poll(() => results.exports.running).toEqual([]);
      }
      expect(existsSync(join(root, "results", "set", "certificate.json"))).toBe(true);
    },
  );

  const wholeList = { query: { list: "rows" as const }, format: "csv" as const, bom: false, delta };

  it("gives one person one export at a time, and leaves a place for another", async () => {
    const start = (owner: string) =>
      results.exports.start(
        { ...wholeList, set: results.setOf("set", 0) },
        { owner, signal: new AbortController().signal },
      );
    const [first, second, other, third] = await Promise.allSettled(["one", "one", "other", "third"].map(start));
    expect(second).toMatchObject({ reason: { why: "overloaded", message: expect.stringContaining("of yours") } });
    expect(third).toMatchObject({ reason: { why: "overloaded" } });
    for (const started of [first, other]) requireWhole("csv", (await readAll(valueOf(started!))) as string);
    await expect.poll(() => results.exports.running).toEqual([]);
    requireWhole("csv", (await readAll(await start("one"))) as string);
  });

  it("ends an export whose reader takes too long", async () => {
    const options = { memoryBytes: 2 ** 27, threads: 1, readable: [root], indexRoot: null };
    const exports = new ResultExports({ ...options, timeoutMs: 600 });
    const signal = new AbortController().signal;
    const set = results.setOf("set", 0);
    const started = await exports
      .start({ ...wholeList, set }, { owner: "slow", signal })
      .catch((error: unknown) => error);
    await expect.poll(() => exports.running).toEqual([]);
    const error = started instanceof Error ? started : (started as Readable).errored;
    expect(error).toMatchObject({ why: "died", message: expect.stringContaining("took longer") });
  });

  const valueOf = (settled: PromiseSettledResult<Readable>): Readable => {
    if (settled.status === "rejected") throw settled.reason;
    return settled.value;
  };

  /** The whole file, or the error that broke it off. */
  async function readAll(stream: NodeJS.ReadableStream): Promise<string | Error> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString("latin1");
    } catch (error) {
      return error as Error;
    }
  }

  function requireWhole(format: ViewFormat, content: string): void {
    const rows = 2 * ROWS - 5;
    if (format === "csv") expect(content.split("\r\n").length).toBe(rows + 2);
    else if (format === "ndjson") expect(content.split("\n").length).toBe(rows + 1);
    else if (format === "json") expect((JSON.parse(content) as { items: unknown[] }).items.length).toBe(rows);
    else expect(content.lastIndexOf("PK\u0005\u0006")).toBe(content.length - 22);
  }
});
