/**
 * Measures the reader of results over one result set of `generate.ts`' columns:
 * `recon compare old.csv new.csv --key id --out DIR`, then `node --conditions=source bench/results.ts DIR [INDEX_FOLDER]`.
 * With an index folder an index is built there first. Each line: milliseconds of four requests, whose totals are not remembered.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Filter } from "@recon/api";
import { WorkerProcess } from "@recon/duckdb/process";
import type { IndexRequest } from "../packages/server/src/results/reader/build-index.ts";
import type { ListQuery, ReaderRequest } from "../packages/server/src/results/reader/messages.ts";
import { Reader } from "../packages/server/src/results/reader/reader.ts";

const MEMORY_BYTES = 2 * 2 ** 30;
const [dir = "", indexRoot] = process.argv.slice(2).map((path) => resolve(path));
const set = { id: basename(dir), dir, reviewSeq: 0 };

async function ensureIndex(root: string): Promise<void> {
  const target = join(root, set.id);
  if (existsSync(join(target, "index.json"))) return;
  const workDir = mkdtempSync(join(tmpdir(), "recon-bench-index-"));
  const program = new URL("../packages/server/src/results/reader/index-process.ts", import.meta.url);
  const worker = new WorkerProcess<IndexRequest, unknown>(program, { name: "the index builder" });
  const started = performance.now();
  await worker.run(
    { setId: set.id, dir, target, workDir, memoryBytes: MEMORY_BYTES, threads: 2 },
    { memoryBytes: 2 * MEMORY_BYTES },
  );
  console.log(`index built in ${Math.round((performance.now() - started) / 1000)} s`);
  rmSync(workDir, { recursive: true, force: true });
}

type Asked = ReaderRequest extends infer R ? (R extends unknown ? Omit<R, "set"> : never) : never;

async function time(reader: Reader, name: string, asked: (round: number) => Asked): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < 4; round++) {
    const started = performance.now();
    await reader.request({ ...asked(round), set } as ReaderRequest);
    times.push(Math.round(performance.now() - started));
  }
  console.log(`${name.padEnd(44)} ${times.join(" ")}`);
}

const page = (query: Omit<ListQuery, "list">, list: ListQuery["list"] = "rows") =>
  ({ kind: "page", query: { list, ...query }, limit: 100 }) as const;

async function measureSide(reader: Reader, side: "left" | "both"): Promise<void> {
  const all = (round: number, ...conditions: Filter[]): Filter => ({
    // One more condition a round, so that no count is remembered from the round before.
    all: [
      ...(side === "left" ? [{ column: "side", in: ["left"] }] : []),
      ...conditions,
      ...Array.from({ length: round }, (): Filter => ({ column: "rowId", from: 0 })),
    ],
  });
  for (const sort of ["-amount", "description", "-reference", "customer"])
    await time(reader, `${side}, sort ${sort}`, (round) => page({ sort, filter: all(round) }));
  await time(reader, `${side}, filter outcome`, (round) =>
    page({ filter: all(round, { column: "outcome", in: ["unmatched", "differs"] }) }),
  );
  await time(reader, `${side}, filter amount, sort date`, (round) =>
    page({ filter: all(round, { column: "amount", from: "1000" }), sort: "-booked" }),
  );
  await time(reader, `${side}, filter pass`, (round) => page({ filter: all(round, { column: "pass", in: ["key"] }) }));
  await time(reader, `${side}, text contains`, (round) =>
    page({ filter: all(round, { column: "description", contains: "Order 12" }) }),
  );
  for (const search of ["123456", "order 12"])
    await time(reader, `${side}, search ${search}`, (round) => page({ search, filter: all(round) }));
  for (const column of ["outcome", "pass", "currency", "amount", "booked", "customer", "reference"])
    await time(reader, `${side}, facet ${column}`, (round) => ({
      kind: "facets",
      query: { list: "rows", filter: all(0) },
      columns: [column],
      limit: 20 + round,
      sums: false,
    }));
}

if (indexRoot !== undefined) await ensureIndex(indexRoot);
const reader = new Reader({
  memoryBytes: MEMORY_BYTES,
  threads: 2,
  readable: [dirname(dir), ...(indexRoot === undefined ? [] : [indexRoot])],
  indexRoot: indexRoot ?? null,
  timeoutMs: 120_000,
});
await time(reader, "default page", () => page({}));
for (const side of ["left", "both"] as const) await measureSide(reader, side);
await time(reader, "breaks by amount", () => page({ sort: "-amount" }, "breaks"));
await time(reader, "record with its explanation", () => ({ kind: "record", side: "left", rowId: 12_345 }));
await reader.close();
