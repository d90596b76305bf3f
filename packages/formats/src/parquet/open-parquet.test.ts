import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ReconError } from "@recon/core";
import { defaultReadLimits } from "../read-limits.ts";
import type { Cell, ReadLimits, SourceRow } from "../source.ts";
import { openParquet } from "./open-parquet.ts";

let folder: string;
let duckdb: DuckDBConnection;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "recon-parquet-"));
  duckdb = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  await duckdb.run("set TimeZone = 'UTC'");
});
afterAll(async () => {
  duckdb.closeSync();
  await rm(folder, { recursive: true });
});

let files = 0;
const newPath = () => join(folder, `${files++}.parquet`);

async function write(query: string, options = ""): Promise<string> {
  const path = newPath();
  await duckdb.run(`copy (${query}) to '${path}' (format parquet${options})`);
  return path;
}

async function read(path: string, limits: ReadLimits = {}) {
  const resolved = { format: "parquet", compression: "none", options: {}, bom: false } as const;
  const file = await openParquet(path, resolved, { ...defaultReadLimits, ...limits });
  const rows: SourceRow[] = [];
  for await (const batch of file.rows()) rows.push(...batch);
  return { header: file.header, rows };
}

const cellsOf = (rows: readonly SourceRow[]) => rows.map((row) => (row.kind === "record" ? row.cells : row.reason));

/** The texts that DuckDB gives for a query of text columns. */
async function textsOf(query: string): Promise<Cell[][]> {
  return (await (await duckdb.run(query)).getRows()) as Cell[][];
}

/** One expression per type, each with a text that DuckDB makes of the same value. */
const iso = (column: string) => `replace(${column}::varchar, ' ', 'T')`;
const columns: Record<string, { value: string; text: (column: string) => string }> = {
  tiny: { value: "(i % 200 - 100)::tinyint", text: (c) => `${c}::varchar` },
  long: { value: "(9223372036854775807 - i * 1e15::bigint)::bigint", text: (c) => `${c}::varchar` },
  unsigned: { value: "(18446744073709551615 - i)::ubigint", text: (c) => `${c}::varchar` },
  unsigned32: { value: "(4294967295 - i)::uinteger", text: (c) => `${c}::varchar` },
  decimal4: { value: "((i - 500) / 10)::decimal(4,1)", text: (c) => `${c}::varchar` },
  decimal9: { value: "((i - 500) * 12345.67)::decimal(9,2)", text: (c) => `${c}::varchar` },
  decimal18: {
    value: "((i - 500)::decimal(9,0) * 12345.6789::decimal(9,4))::decimal(18,4)",
    text: (c) => `${c}::varchar`,
  },
  decimal38: {
    value: "('-1234567890123456789012345678.' || lpad(i::varchar, 10, '0'))::decimal(38,10)",
    text: (c) => `${c}::varchar`,
  },
  flag: { value: "i % 3 = 0", text: (c) => `${c}::varchar` },
  day: { value: "date '1899-12-28' + (i * 37)::int", text: (c) => `${c}::varchar` },
  seconds: { value: "(timestamp '1969-12-31 23:59:50' + interval (i) second)::timestamp_s", text: iso },
  micros: { value: "timestamp '1600-01-01' + interval (i * 100001) microsecond", text: iso },
  nanos: { value: "make_timestamp_ns(i * 1000000001 - 5)", text: iso },
  instant: {
    value: "timestamptz '2026-03-29 00:59:59+00' + interval (i * 250) millisecond",
    text: (c) => `replace(${iso(c)}, '+00', 'Z')`,
  },
  clock: { value: "(time '00:00:00' + interval (i * 1234567) microsecond)::time", text: (c) => `${c}::varchar` },
  word: { value: "repeat('ä€😀x', (i % 7)::int) || i", text: (c) => c },
  coded: { value: "(['EUR', 'USD', ''])[1 + (i % 3)::int]", text: (c) => c },
  blob: { value: "('\\xFF\\x00\\x' || printf('%02X', (i % 256)::int))::blob", text: (c) => `lower(hex(${c}))` },
  id: { value: "(printf('00000000-0000-4000-8000-%012x', i))::uuid", text: (c) => `${c}::varchar` },
  list: { value: "[i, NULL, i + 1]", text: (c) => `to_json(${c})::varchar` },
  lists: { value: "[[i::varchar], [], NULL, ['a\"b']]", text: (c) => `to_json(${c})::varchar` },
  struct: {
    value: "{'2': i, '1': {'x': [1.50::decimal(9,2)], 'y': NULL::int}, 's': 'é'}",
    // DuckDB's JSON drops the zero that a decimal's scale asks for.
    text: (c) => `replace(to_json(${c})::varchar, '[1.5]', '[1.50]')`,
  },
  map: { value: "map(['10', '9'], [i, NULL])", text: (c) => `to_json(${c})::varchar` },
};
const names = Object.keys(columns);
/** Every fifth value of a column is NULL, in another row in each column. */
const table = `select ${names.map((name, at) => `case when (i + ${at}) % 5 = 0 then null else ${columns[name]!.value} end as ${name}`).join(", ")} from range(1000) t(i)`;

describe("the text of every type is DuckDB's", () => {
  test.each([
    ["snappy", ", row_group_size 2048"],
    ["zstd", ", compression zstd, row_group_size 2048"],
    ["gzip", ", compression gzip"],
    ["brotli", ", compression brotli"],
    ["lz4", ", compression lz4_raw"],
    ["none, no dictionaries", ", compression uncompressed, dictionary_size_limit 0"],
    ["delta encodings", ", parquet_version v2, dictionary_size_limit 0"],
  ])("%s", async (_, options) => {
    const { header, rows } = await read(await write(table, options));
    const expected = await textsOf(
      `select ${names.map((name) => columns[name]!.text(name)).join(", ")} from (${table})`,
    );
    expect(header).toEqual(names);
    expect(rows.map((row) => row.line)).toEqual(expected.map((_row, at) => at + 1));
    for (const [column, name] of names.entries()) {
      const shown = (cells: readonly Cell[][]) => cells.map((row) => fractionless(row[column] ?? null));
      expect(shown(cellsOf(rows) as Cell[][]), name).toEqual(shown(expected));
    }
  });

  /** DuckDB pads fractions of a second to three, six or nine digits. */
  const fractionless = (cell: Cell) =>
    cell?.replace(/(:\d\d)\.(\d*?)0*(Z?)$/, (_, second, digits, zone) => second + (digits && `.${digits}`) + zone) ??
    null;
});

test("floats are the shortest text that reads back, without an exponent", async () => {
  const path = await write(
    "select * from (values (0.1::float, 0.1::double), (1e-7::float, 1.5e-20), (16777216::float, 1e20), (1e30::float, 1e21), ('nan'::float, '-inf'::double)) t(f, d)",
  );
  expect(cellsOf((await read(path)).rows)).toEqual([
    ["0.1", "0.1"],
    ["0.0000001", "0.000000000000000000015"],
    ["16777216", "100000000000000000000"],
    ["1e+30", "1e+21"],
    ["NaN", "-Infinity"],
  ]);
});

test("lists longer than a page and records over batches stay whole", async () => {
  const query = "select i, [x for x in range(i % 40)] as l from range(20000) t(i)";
  const { rows } = await read(await write(query, ", row_group_size 4096"));
  expect(rows).toHaveLength(20_000);
  for (const [at, cells] of (cellsOf(rows) as Cell[][]).entries()) {
    expect(cells).toEqual([String(at), JSON.stringify(Array.from({ length: at % 40 }, (_, x) => x))]);
  }
});

test("a record's text is its JSON", async () => {
  const { rows } = await read(await write('select 1.10::decimal(4,2) as "a b", \'x"\' as s, null::int as n, [1] as l'));
  expect(rows[0]?.kind === "record" && rows[0].text()).toBe('{"a b":1.10,"s":"x\\"","n":null,"l":[1]}');
});

test("texts that are none are rejects", async () => {
  const path = await write(
    "select 'marker' || i as t from range(3) t(i) union all select 'a' || chr(0)",
    ", compression uncompressed, dictionary_size_limit 0",
  );
  const bytes = await readFile(path);
  bytes[bytes.indexOf("marker1")] = 0xff;
  await writeFile(path, bytes);
  const { rows } = await read(path);
  expect(cellsOf(rows)).toEqual([
    ["marker0"],
    "column t is not valid UTF-8",
    ["marker2"],
    "column t holds a NUL character",
  ]);
  expect(rows[1]).toMatchObject({ line: 2, text: `{"t":"ff${Buffer.from("arker1").toString("hex")}"}` });
});

test("a record beyond its bound is a reject", async () => {
  const { rows } = await read(await write("select repeat('x', (i * 100)::int) as t from range(3) t(i)"), {
    maxRecordBytes: 150,
  });
  expect(rows.map((row) => row.kind)).toEqual(["record", "record", "reject"]);
});

describe("damaged and hostile files", () => {
  test("every cut-off is found", async () => {
    const bytes = await readFile(await write("select i, 'text ' || i as t from range(50) t(i)"));
    const path = newPath();
    for (let length = 1; length < bytes.length; length += 3) {
      await writeFile(path, bytes.subarray(0, length));
      await expect(read(path), `cut at ${length}`).rejects.toMatchObject({ code: "INPUT_TRUNCATED" });
    }
  });

  test("changed bytes never crash, hang or lose rows", async () => {
    const path = newPath();
    const bytes = await readFile(
      await write(
        "select i, 'text ' || (i % 7) as t, [i, null] as l, {'a': i::decimal(9,2)} as s from range(300) t(i)",
      ),
    );
    const change = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(change, async (changes) => {
        const changed = Buffer.from(bytes);
        for (const [at, byte] of changes) changed[at] = byte;
        await writeFile(path, changed);
        try {
          expect((await read(path)).rows).toHaveLength(300);
        } catch (error) {
          if (!(error instanceof ReconError)) throw error;
          expect(["INPUT_TRUNCATED", "INPUT_FORMAT", "INPUT_UNREADABLE", "LIMIT_SIZE"]).toContain(error.code);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("bounds hold for what pages expand to", async () => {
    const path = await write(
      "select repeat('x', 100000) || i as t from range(100) t(i)",
      ", compression zstd, dictionary_size_limit 0",
    );
    await expect(read(path, { maxExpandedBytes: 1_000_000 })).rejects.toMatchObject({ code: "LIMIT_SIZE" });
  });

  test("encrypted files say what to do", async () => {
    const path = newPath();
    await writeFile(path, Buffer.concat([Buffer.from("PARE"), Buffer.alloc(100), Buffer.from("PARE")]));
    await expect(read(path)).rejects.toMatchObject({ code: "INPUT_UNREADABLE" });
  });

  test("what is no Parquet file at all", async () => {
    const path = newPath();
    await writeFile(path, "id,amount\n1,2\n3,4\n");
    await expect(read(path)).rejects.toMatchObject({ code: "INPUT_TRUNCATED" });
    await expect(read(join(folder, "absent"))).rejects.toMatchObject({ code: "INPUT_MISSING" });
  });
});
