import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bankLedger } from "./testing/bank-ledger.ts";
import { deriveTables, sha256 } from "./testing/result-set.ts";
import { writeResultSet } from "./testing/write-result-set.ts";
import { verifyResultSet, type VerificationReport } from "./index.ts";

let root: string;
let valid: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "recon-verify-"));
  valid = join(root, "valid");
  await writeResultSet(valid, deriveTables(bankLedger()));
});
afterAll(async () => rm(root, { recursive: true, force: true }));

function checksThatFail(report: VerificationReport): string[] {
  return report.checks.filter((check) => !check.ok).map((check) => check.name);
}

async function altered(name: string, alter: (dir: string) => Promise<unknown>): Promise<VerificationReport> {
  const dir = join(root, name.replaceAll("/", "-"));
  await cp(valid, dir, { recursive: true });
  await alter(dir);
  return verifyResultSet(dir);
}

describe("a valid result set", () => {
  test("passes every check", async () => {
    const stages = new Set<string>();
    const expected = sha256(await readFile(join(valid, "certificate.json")));
    const report = await verifyResultSet(valid, { expect: expected, onProgress: (stage) => stages.add(stage) });
    expect(report.findings).toEqual([]);
    expect(report.ok).toBe(true);
    expect(report.certificateHash).toBe(expected);
    expect(report.checks.map((check) => check.name)).toEqual([
      "expect",
      "files",
      "plan",
      "records",
      "exclusivity",
      "conservation",
      "matches",
      "completeness",
      "resultHash",
    ]);
    expect([...stages]).toContain("records left");
  });

  const layouts = [
    "COMPRESSION zstd",
    "COMPRESSION uncompressed",
    "COMPRESSION gzip",
    "PARQUET_VERSION V2",
    "COMPRESSION lz4_raw, ROW_GROUP_SIZE 7",
  ];
  test.each(layouts)("passes with %s", async (copyOptions) => {
    const dir = join(root, copyOptions.replaceAll(/\W/g, "-"));
    await writeResultSet(dir, deriveTables(bankLedger()), { copyOptions });
    expect((await verifyResultSet(dir)).findings).toEqual([]);
  });

  test("stops when it is cancelled", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(verifyResultSet(valid, { signal })).rejects.toThrow("enough");
  });
});

describe("an altered folder under an unchanged certificate", () => {
  const names = [
    "left.parquet",
    "right.parquet",
    "groups.parquet",
    "members.parquet",
    "differences.parquet",
    "breaks.parquet",
    "rejects.parquet",
    "plan.json",
    "summary.json",
  ];

  test.each(names)("a flipped byte anywhere in %s is found", async (name) => {
    const bytes = await readFile(join(valid, name));
    for (const place of [0, 0.1, 0.35, 0.5, 0.75, 0.97, 1]) {
      const at = Math.min(bytes.length - 1, Math.floor(bytes.length * place));
      const report = await altered(`flip-${name}-${place}`, (dir) => {
        const flipped = Buffer.from(bytes);
        flipped[at]! ^= 0x21;
        return writeFile(join(dir, name), flipped);
      });
      expect(checksThatFail(report)).toContain("files");
    }
  });

  test.each(names)("%s missing, empty, cut off, a folder or a link is found", async (name) => {
    const bytes = await readFile(join(valid, name));
    const alterations: Record<string, (path: string) => Promise<unknown>> = {
      missing: (path) => rm(path),
      empty: (path) => writeFile(path, ""),
      cut: (path) => writeFile(path, bytes.subarray(0, bytes.length / 2)),
      longer: (path) => appendFile(path, "x"),
      folder: async (path) => rm(path).then(() => mkdir(path)),
      link: async (path) => rm(path).then(() => symlink(join(valid, name), path)),
    };
    for (const [kind, alter] of Object.entries(alterations)) {
      const report = await altered(`${kind}-${name}`, (dir) => alter(join(dir, name)));
      expect(checksThatFail(report), kind).toContain("files");
    }
  });

  test("an unexpected file is found", async () => {
    const report = await altered("extra", (dir) => writeFile(join(dir, "notes.txt"), "hello"));
    expect(checksThatFail(report)).toEqual(["files"]);
  });

  test("any edit of certificate.json is found by expect alone", async () => {
    const expected = sha256(await readFile(join(valid, "certificate.json")));
    const dir = join(root, "certificate-space");
    await cp(valid, dir, { recursive: true });
    await appendFile(join(dir, "certificate.json"), " ");
    expect(checksThatFail(await verifyResultSet(dir, { expect: expected }))).toEqual(["expect"]);
  });
});

describe("a hostile folder is a finding, never a crash", () => {
  const certificates: Record<string, string> = {
    "no JSON": "{",
    "an array": "[]",
    null: "null",
    "__proto__ as file": '{"formatVersion":1,"files":{"__proto__":{"sizeBytes":1,"sha256":"x"}}}',
    "huge number": '{"formatVersion":1e400}',
    "deep nesting": "[".repeat(100_000),
    "no UTF-8": "\xff",
  };
  test.each(Object.keys(certificates))("certificate.json is %s", async (name) => {
    const report = await altered(`certificate-${name}`, (dir) =>
      writeFile(join(dir, "certificate.json"), certificates[name]!, "latin1"),
    );
    expect(checksThatFail(report)).toContain("files");
  });

  test("a certificate that points outside the folder opens nothing there", async () => {
    const report = await altered("outside", async (dir) => {
      const certificate = JSON.parse(await readFile(join(dir, "certificate.json"), "utf8"));
      certificate.files["../../etc/passwd"] = { sizeBytes: 1, sha256: "0".repeat(64) };
      await writeFile(join(dir, "certificate.json"), JSON.stringify(certificate));
    });
    expect(report.findings.map((finding) => finding.message).join()).toContain("no file of a result set");
  });

  test("a missing folder", async () => {
    const report = await verifyResultSet(join(root, "nowhere"));
    expect(report.ok).toBe(false);
    expect(report.certificateHash).toBe("");
  });

  test("a plan with a field named __proto__", async () => {
    const report = await altered("proto-plan", (dir) =>
      writeFile(
        join(dir, "plan.json"),
        '{"version":1,"name":"a","left":{"files":["x"]},"fields":{"__proto__":{"type":"text"}},"passes":[]}',
      ),
    );
    expect(report.ok).toBe(false);
  });

  test("Parquet files of random bytes, truncated pages and flipped footers", async () => {
    let random = 12_345;
    const next = () => (random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0);
    const dir = join(root, "fuzz");
    await cp(valid, dir, { recursive: true });
    const names = (await readdir(valid)).filter((name) => name.endsWith(".parquet"));
    for (let round = 0; round < 300; round++) {
      const name = names[next() % names.length]!;
      const bytes = await readFile(join(valid, name));
      for (let flips = 0; flips <= next() % 8; flips++) bytes[next() % bytes.length] = next() & 255;
      await writeFile(join(dir, name), bytes);
      const report = await verifyResultSet(dir);
      expect(checksThatFail(report)).toContain("files");
      await cp(join(valid, name), join(dir, name));
    }
  });
});
