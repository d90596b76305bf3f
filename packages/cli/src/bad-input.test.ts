import { chmodSync, existsSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { folderWith, recon } from "../testing/run-recon.ts";

const good = "id,amount,day\n1,10.00,2026-01-01\n2,20.00,2026-01-02\n";
const plan = (body: string): string =>
  `version: 1\nname: t\nleft: { files: [a.csv] }\nright: { files: [b.csv] }\n${body}`;
const keyed = "passes: [{ name: key, kind: keyed, on: [id] }]\n";
const typed = (amount = "money"): string =>
  plan(`fields:\n  id: { type: text }\n  amount: { type: ${amount} }\n${keyed}`);

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly args?: readonly string[];
  readonly code: number;
  /** What standard error must say: where, what, and what to do. */
  readonly says?: readonly RegExp[];
  /** Counts of the right side in the printed summary. */
  readonly right?: Readonly<Record<string, number>>;
}

const compare = ["compare", "a.csv", "b.csv", "--key", "id", "--json"];
const run = ["run", "t.recon.yaml", "--json"];

const cases: readonly Case[] = [
  { name: "a missing file", files: { "a.csv": good }, code: 3, says: [/b\.csv/] },
  { name: "an empty file", files: { "a.csv": good, "b.csv": "" }, code: 3, says: [/b\.csv/, /zero bytes/] },
  {
    name: "a header and nothing else",
    files: { "a.csv": good, "b.csv": "id,amount,day\n" },
    code: 1,
    right: { rows: 0 },
  },
  {
    name: "a binary file",
    files: {
      "a.csv": good,
      "b.csv": Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 1, 2, 3, 0, 0, 0]),
    },
    code: 3,
    says: [/b\.csv/],
  },
  {
    name: "a folder",
    files: { "a.csv": good },
    args: ["compare", "a.csv", ".", "--key", "id"],
    code: 3,
    says: [/folder/],
  },
  {
    name: "a cut-off gzip file",
    files: { "a.csv": good, "b.csv": gzipSync(good.repeat(500)).subarray(0, 60) },
    code: 3,
    says: [/b\.csv/],
  },
  {
    name: "a cut-off JSON file",
    files: { "a.csv": good, "b.json": '[{"id":"1","amount":"10.00"},{"id":"2","am' },
    args: ["compare", "a.csv", "b.json", "--key", "id"],
    code: 3,
    says: [/b\.json/],
  },
  {
    name: "a cut-off Parquet file",
    files: {
      "a.csv": good,
      "b.parquet": Buffer.concat([
        Buffer.from("PAR1"),
        Buffer.from([0x15, 4, 0x15, 0, 0, 0, 0x4c, 0, 0, 0, 1, 2, 3, 0, 0]),
      ]),
    },
    args: ["compare", "a.csv", "b.parquet", "--key", "id"],
    code: 3,
    says: [/b\.parquet/],
  },
  {
    name: "an unknown key column",
    files: { "a.csv": good, "b.csv": good },
    args: ["compare", "a.csv", "b.csv", "--key", "idd"],
    code: 2,
    says: [/did you mean "id"/],
  },
  {
    name: "a duplicate column",
    files: { "a.csv": good, "b.csv": "id,amount,amount\n1,2,3\n" },
    code: 2,
    says: [/b\.csv/, /"amount" occurs twice/],
  },
  {
    name: "columns that differ in case only",
    files: { "a.csv": "ID,id\n1,a\n2,b\n", "b.csv": "ID,id\n1,a\n2,b\n" },
    args: ["compare", "a.csv", "b.csv", "--key", "ID", "--json"],
    code: 0,
    right: { matched: 2 },
  },
  {
    name: "a ragged row",
    files: { "a.csv": good, "b.csv": "id,amount,day\n1,10.00,2026-01-01\n2,20.00\n" },
    code: 1,
    right: { matched: 1, rejected: 1 },
  },
  {
    name: "a quote that is never closed",
    files: { "a.csv": good, "b.csv": 'id,amount,day\n1,"10.00,2026-01-01\n2,20.00,2026-01-02\n' },
    code: 1,
    right: { matched: 1, rejected: 1 },
  },
  {
    name: "a NUL byte",
    files: { "a.csv": good, "b.csv": "id,amount,day\n1,10.00,2026-01-01\n2,20\0.00,2026-01-02\n" },
    code: 1,
    right: { matched: 1, rejected: 1 },
  },
  {
    name: "invalid UTF-8",
    files: {
      "a.csv": `${good}3,ä,2026-01-03\n`,
      "b.csv": Buffer.concat([Buffer.from(`${good}3,ä`), Buffer.from([0xc3, 0x28]), Buffer.from(",2026-01-03\n")]),
    },
    code: 1,
    right: { matched: 2, rejected: 1 },
  },
  {
    name: "a number that is none",
    files: { "a.csv": good, "b.csv": "id,amount\n1,10.00\n2,12..34\n", "t.recon.yaml": typed() },
    args: run,
    code: 1,
    right: { matched: 1, rejected: 1 },
  },
  {
    name: "more digits than fit",
    files: { "a.csv": good, "b.csv": `id,amount\n1,10.00\n2,${"9".repeat(30)}.00\n`, "t.recon.yaml": typed() },
    args: run,
    code: 1,
    right: { matched: 1, rejected: 1 },
  },
  {
    name: "a date that is none",
    files: {
      "a.csv": good,
      "b.csv": "id,day\n1,2026-01-01\n2,2026-02-30\n",
      "t.recon.yaml": plan(`fields:\n  id: { type: text }\n  day: { type: date }\n${keyed}`),
    },
    args: run,
    code: 1,
    right: { matched: 1, rejected: 1 },
  },
  {
    name: "an open order of day and month",
    files: {
      "a.csv": good,
      "b.csv": "id,day\n1,01.02.2026\n2,03.04.2026\n",
      "t.recon.yaml": plan(`fields:\n  id: { type: text }\n  day: { type: date }\n${keyed}`),
    },
    args: run,
    code: 2,
    says: [/01\.02\.2026/, /dateOrder/],
  },
  {
    name: "amounts of mixed currencies",
    files: {
      "a.csv": "id,amount,ccy\nx,10.00,EUR\n",
      "b.csv": "id,amount,ccy\nx,4.00,EUR\nx,6.00,USD\n",
      "t.recon.yaml": plan(
        "fields:\n  id: { type: text }\n  amount: { type: money }\n  ccy: { type: currency }\nroles: { amount: amount, currency: ccy }\npasses:\n  - { name: g, kind: grouped, shape: '1:n', on: [id], sum: { field: amount, within: { absolute: '0.00' } } }\n",
      ),
    },
    args: run,
    code: 1,
    right: { matched: 0, unmatched: 2 },
  },
  {
    name: "a zip bomb",
    files: { "a.csv": good, "b.csv.gz": gzipSync(`id\n${`${"a".repeat(40_000_000)}\n`.repeat(6)}`) },
    args: ["compare", "a.csv", "b.csv.gz", "--key", "id"],
    code: 5,
    says: [/b\.csv\.gz/],
  },
  {
    name: "deeply nested JSON",
    files: {
      "a.json": '[{"id":"1"},{"id":"2"}]',
      "b.json": `[{"id":"1"},{"id":"2","x":${"[".repeat(200_000)}${"]".repeat(200_000)}}]`,
    },
    args: ["compare", "a.json", "b.json", "--key", "id", "--json"],
    code: 1,
    right: { matched: 1, rejected: 1 },
  },
  { name: "a plan that is not there", files: {}, args: ["run", "no.recon.yaml"], code: 2, says: [/no\.recon\.yaml/] },
  {
    name: "a plan that is valid YAML and nonsense",
    files: { "t.recon.yaml": "- just\n- a list\n" },
    args: ["run", "t.recon.yaml"],
    code: 2,
    says: [/t\.recon\.yaml/],
  },
  {
    name: "an unknown key in a plan",
    files: { "t.recon.yaml": typed().replace("on: [id]", "onn: [id]") },
    args: ["check", "t.recon.yaml"],
    code: 2,
    says: [/t\.recon\.yaml:8/, /"onn"/],
  },
  {
    name: "a column the source lacks",
    files: { "a.csv": good, "b.csv": "id,amnt\n1,2\n", "t.recon.yaml": typed() },
    args: run,
    code: 2,
    says: [/b\.csv/, /"amount"/, /"amnt"/],
  },
  {
    name: "an expression with look-behind",
    files: { "t.recon.yaml": plan(`fields:\n  id: { type: text, normalise: [{ extract: "(?<=a)b" }] }\n${keyed}`) },
    args: ["check", "t.recon.yaml"],
    code: 2,
    says: [/t\.recon\.yaml:6/],
  },
  {
    name: "a catastrophic expression",
    files: {
      "a.csv": `id\n${"a".repeat(40)}!\n`,
      "b.csv": `id\n${"a".repeat(40)}!\n`,
      "t.recon.yaml": plan(`fields:\n  id: { type: text, normalise: [{ replace: ["^(a+)+$", "x"] }] }\n${keyed}`),
    },
    args: run,
    code: 0,
    right: { matched: 1 },
  },
  {
    name: "a linked pass, which comes later",
    files: {
      "t.recon.yaml": plan(
        "fields:\n  id: { type: text }\npasses:\n  - { name: l, kind: linked, block: [[id]], comparisons: [{ field: id }] }\n",
      ),
    },
    args: ["run", "t.recon.yaml"],
    code: 2,
    says: [/linked/],
  },
  {
    name: "an output folder that holds something else",
    files: { "a.csv": good, "b.csv": good, "keep.txt": "mine" },
    args: ["compare", "a.csv", "b.csv", "--key", "id", "--out", "."],
    code: 2,
    says: [/not empty/],
  },
  { name: "an unknown option", files: {}, args: ["compare", "--wrong"], code: 2, says: [/--wrong/] },
  {
    name: "a tolerance on a column that is mostly no amount",
    files: { "a.csv": "id,amount\n1,1.50\n2,n/a\n3,n/a\n4,x\n", "b.csv": "id,amount\n1,1.51\n2,n/a\n3,none\n4,2\n" },
    args: [...compare, "--tolerance", "amount=0.01"],
    code: 1,
    right: { rows: 4, matched: 2, differs: 2 },
  },
  {
    name: "a key that names no column",
    files: { "a.csv": good, "b.csv": good },
    args: ["compare", "a.csv", "b.csv", "--key", " ,"],
    code: 2,
    says: [/--key names no column/],
  },
  {
    name: "an output folder inside a file",
    files: { "a.csv": good, "b.csv": good },
    args: [...compare, "--out", "a.csv/r.result"],
    code: 2,
    says: [/r\.result: cannot be created/],
  },
  {
    name: "more rows than a terminal takes",
    files: {},
    args: ["show", "any.result", "--breaks", "--limit", "1000000"],
    code: 2,
    says: [/--limit 1000000/, /recon export/],
  },
  {
    name: "a date order that compare cannot know",
    files: { "a.csv": "id,day\n1,01/02/2026\n", "b.csv": "id,day\n1,2026-02-01\n" },
    args: [...compare, "--tolerance", "day=0d"],
    code: 2,
    says: [/a\.csv/, /01\/02\/2026/, /--date-order left=dmy or left=mdy/],
  },
  {
    name: "and the same one said",
    files: { "a.csv": "id,day\n1,01/02/2026\n", "b.csv": "id,day\n1,2026-02-01\n" },
    args: [...compare, "--tolerance", "day=0d", "--date-order", "left=dmy"],
    code: 0,
    right: { matched: 1 },
  },
  {
    name: "a decimal mark that compare cannot know",
    files: { "a.csv": 'id,amount\n1,"1,234"\n', "b.csv": "id,amount\n1,1.234\n" },
    args: [...compare, "--tolerance", "amount=0"],
    code: 2,
    says: [/a\.csv/, /1,234/, /--decimal left=comma or left=point/],
  },
  {
    name: "and the same one said",
    files: { "a.csv": 'id,amount\n1,"1,234"\n', "b.csv": "id,amount\n1,1.234\n" },
    args: [...compare, "--tolerance", "amount=0", "--decimal", "left=comma"],
    code: 0,
    right: { matched: 1 },
  },
  {
    name: "a date order that is none",
    files: { "a.csv": good, "b.csv": good },
    args: [...compare, "--date-order", "left=md"],
    code: 2,
    says: [/--date-order left=md/, /dmy or mdy/],
  },
  {
    name: "a memory cap that is no size",
    files: { "a.csv": good, "b.csv": good },
    args: [...compare, "--memory", "lots"],
    code: 2,
    says: [/--memory/],
  },
];

describe.concurrent("bad input is told and nothing is lost", () => {
  it.each(cases)("$name", async ({ files, args = compare, code, says = [], right = {} }) => {
    const result = await recon(args, folderWith(files));
    expect({ code: result.code, stderr: result.stderr }).toMatchObject({ code });
    for (const pattern of says) expect(result.stderr).toMatch(pattern);
    expect(result.stderr).not.toMatch(/\n\s+at .*:\d+/);
    if (Object.keys(right).length > 0) expect(JSON.parse(result.stdout)).toMatchObject({ balanced: true, right });
  });

  it("an explosive blocking rule is refused, and the limit can be raised", async () => {
    const rows = Array.from({ length: 2000 }, (_, i) => `${i},EUR,${i % 50}.00`).join("\n");
    const file = `id,ccy,amount\n${rows}\n`;
    const tolerant = (limit: string): string =>
      plan(
        `fields:\n  id: { type: text }\n  ccy: { type: text }\n  amount: { type: money }\npasses:\n  - { name: near, kind: tolerant, block: [ccy], conditions: [{ field: amount, within: { relative: "0.1" } }] }\n${limit}`,
      );
    const refused = await recon(
      run,
      folderWith({ "a.csv": file, "b.csv": file, "t.recon.yaml": tolerant("limits: { pairs: 1000000 }\n") }),
    );
    expect(refused).toMatchObject({ code: 5, stderr: expect.stringContaining("4,000,000 pairs") });
    const allowed = await recon(
      ["run", "t.recon.yaml", "--dry-run", "--json"],
      folderWith({ "a.csv": file, "b.csv": file, "t.recon.yaml": tolerant("") }),
    );
    expect([0, 1]).toContain(allowed.code);
  });

  it("a field of 50 MB is read", async () => {
    const large = `id,note\n1,${"x".repeat(50_000_000)}\n2,y\n`;
    const result = await recon(compare, folderWith({ "a.csv": large, "b.csv": large }));
    expect(result).toMatchObject({ code: 0 });
    expect(JSON.parse(result.stdout)).toMatchObject({ right: { rows: 2, matched: 2 } });
  });

  it.skipIf(process.getuid?.() === 0)("a file without read permission", async () => {
    const folder = folderWith({ "a.csv": good, "b.csv": good });
    chmodSync(join(folder, "b.csv"), 0);
    expect(await recon(compare, folder)).toMatchObject({ code: 3, stderr: expect.stringContaining("b.csv") });
  });

  it("a key named twice is one key, and a link to a folder stays one", async () => {
    const folder = folderWith({ "a.csv": good, "b.csv": good });
    mkdirSync(join(folder, "real"));
    symlinkSync("real", join(folder, "link"));
    const twice = ["compare", "a.csv", "b.csv", "--key", "id,id", "--out", "link"];
    expect(await recon(twice, folder)).toMatchObject({ code: 0 });
    expect(await recon(["show", "link"], folder)).toMatchObject({ code: 0 });
    expect(readlinkSync(join(folder, "link"))).toBe("real");
    expect(existsSync(join(folder, "real", "certificate.json"))).toBe(true);
  });

  it("a refused run leaves no folder behind", async () => {
    const folder = folderWith({ "a.csv": good, "b.csv": "id,amount,amount\n1,2,3\n" });
    await recon([...compare, "--out", "r.result"], folder);
    expect(readdirSync(folder).sort()).toEqual(["a.csv", "b.csv"]);
  });

  it("an existing result set is replaced, another folder is not", async () => {
    const folder = folderWith({ "a.csv": good, "b.csv": good });
    mkdirSync(join(folder, "r.result"));
    expect(await recon([...compare, "--out", "r.result"], folder)).toMatchObject({ code: 0 });
    expect(await recon([...compare, "--out", "r.result"], folder)).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, "r.result", "certificate.json"))).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["a.csv", "b.csv", "r.result"]);
  });
});
