/** Whatever a CSV file holds, the engine loads what our own reader reads, whichever of the two has read it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plan } from "@recon/core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Session } from "../engine/session.ts";
import { hostileCsv } from "./hostile-csv.ts";
import { loadSide, rejectTable } from "./load-side.ts";
import { countNatively } from "./source-view.ts";
import { openSide, type OpenedSide } from "./open-side.ts";

const numRuns = Number(process.env["RECON_CSV_RUNS"] ?? 250);
const seed = Number(process.env["RECON_LAWS_SEED"] ?? 20261122);

let folder: string;
let session: Session;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "recon-csv-"));
  session = await Session.open({ memoryBytes: 1 << 30, threads: 2, workDir: folder });
});
afterAll(async () => {
  session.close();
  await rm(folder, { recursive: true, force: true });
});

interface Loaded {
  readonly records: readonly unknown[];
  readonly rejects: readonly unknown[];
}

async function open(name: string, bytes: Uint8Array): Promise<OpenedSide> {
  await writeFile(join(folder, name), bytes);
  const source = { files: [name], format: "csv", options: { delimiter: ",", encoding: "utf-8" } } as const;
  return openSide("left", { ...source, files: [name] }, { baseDir: folder });
}

/** What the engine's tables hold after loading; cells behind a `=`, because its client drops a byte-order mark from the head of a text. */
async function load(opened: OpenedSide): Promise<Loaded> {
  await session.execute(`DROP TABLE IF EXISTS "left"; DROP TABLE IF EXISTS ${rejectTable("left")}`);
  await loadSide(session, { plan: {} as Plan, opened, options: {}, layouts: [], contents: false });
  const cells = opened.header.map((_, i) => `'=' || c${i + 1} AS c${i + 1}`).join(", ");
  return {
    records: (await session.rows(`SELECT rowid + 1 AS row_id, ${cells} FROM "left" ORDER BY rowid`)).map((row) =>
      Object.values(row).map(plain),
    ),
    rejects: (
      await session.rows(`SELECT row_id, line, '=' || "text", reason FROM ${rejectTable("left")} ORDER BY row_id`)
    ).map((row) => Object.values(row).map(plain)),
  };
}

const plain = (value: unknown): unknown => (typeof value === "bigint" ? Number(value) : value);

/** What our own reader says, which is the specification. */
async function read(opened: OpenedSide): Promise<Loaded> {
  const [records, rejects]: [unknown[], unknown[]] = [[], []];
  for await (const batch of opened.files[0]!.file.rows()) {
    for (const row of batch) {
      const rowId = records.length + 1;
      if (row.kind === "record") records.push([rowId, ...row.cells.map((cell) => (cell === null ? null : `=${cell}`))]);
      else {
        records.push([rowId, ...opened.header.map(() => null)]);
        rejects.push([rowId, row.line, `=${row.text}`, row.reason]);
      }
    }
  }
  return { records, rejects };
}

describe("hostile CSV", () => {
  it(`is loaded as our own reader reads it, natively or spooled, seed ${seed}`, { timeout: 600_000 }, async () => {
    const property = fc.asyncProperty(hostileCsv, async (bytes) => {
      const opened = await open("native.csv", bytes).catch(() => undefined);
      if (opened === undefined) return;
      const expected = await read(opened);
      expect(await load(opened)).toEqual(expected);
      const counted = await countNatively(session, opened.files[0]!.file);
      if (expected.rejects.length === 0) expect([undefined, expected.records.length]).toContain(counted);
      const zipped = await open("zipped.csv.gz", gzipSync(bytes));
      expect(await load(zipped)).toEqual(expected);
    });
    await fc.assert(property, { numRuns, seed });
  });
});
