import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import type { ResultSet } from "@recon/duckdb";
import { detectSource, openSource } from "@recon/formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportResultSet } from "./export-result-set.ts";
import { writeFault } from "./output/output-file.ts";
import { csvLine, hostileTexts, ledgerPlan, ResultFolder } from "./result-folder.test-support.ts";

let folder: ResultFolder;
let set: ResultSet;

beforeAll(async () => {
  folder = await ResultFolder.create();
  const line = (note: string, i: number): string => csvLine(String(i), note, `${i}.50`, "2026-01-02");
  const left = [
    "id,note,amount,booked",
    ...hostileTexts.map(line),
    "90,,1,2026-01-02",
    "90,x,2,2026-01-02",
    "99,,bad,",
  ];
  const right = ["id,note,amount,booked", ...hostileTexts.map((note, i) => line(`${note}!`, i)), "90,,3,2026-01-02"];
  set = await folder.reconcile(ledgerPlan, left.join("\n"), right.join("\n"));
});
afterAll(() => folder.remove());

describe("exportResultSet", () => {
  it("names the endings it knows", async () => {
    const message = expect.stringMatching(/\.xlsx, \.csv, \.html or \.json/);
    for (const name of ["report.pdf", "report", ".xlsx"]) {
      await expect(exportResultSet(set, folder.file(name))).rejects.toMatchObject({ code: "USAGE", message });
    }
  });

  it("refuses folders, sources, the result set itself, and what cannot be created", async () => {
    await mkdir(folder.file("folder.csv"));
    const targets = [
      "folder.csv",
      "sources/0-left.csv",
      "0.result/report.html",
      "0.result/../0.result/a.csv",
      "nowhere/report.csv",
    ];
    process.chdir(folder.path);
    for (const name of targets) {
      await expect(exportResultSet(set, folder.file(name)), name).rejects.toMatchObject({ code: "OUTPUT_REFUSED" });
    }
    expect(await readFile(folder.file("sources/0-left.csv"), "utf8")).toContain("id,note");
    expect(await readdir(folder.file("folder.csv"))).toEqual([]);
  });

  it("replaces an earlier export, whatever the case of its ending, and leaves no drafts", async () => {
    await writeFile(folder.file("again.CSV"), "old");
    await exportResultSet(set, folder.file("again.CSV"));
    expect(await readFile(folder.file("again.CSV"), "utf8")).toMatch(/^break_id,kind/);
    expect((await readdir(folder.path)).filter((name) => name.endsWith(".draft"))).toEqual([]);
  });

  it("calls a full disk by its name", () => {
    const fault = (code: string) => writeFault("out.csv", Object.assign(new Error(code), { code }));
    expect(fault("ENOSPC")).toMatchObject({ code: "LIMIT_DISK" });
    expect(fault("EDQUOT")).toMatchObject({ code: "LIMIT_DISK" });
    expect(fault("EACCES")).toMatchObject({ code: "OUTPUT_REFUSED" });
    expect(fault("EBADF")).toBeInstanceOf(Error);
  });
});

describe("CSV", () => {
  it("reads back with every text, those like formulas behind an apostrophe", async () => {
    await exportResultSet(set, folder.file("breaks.csv"));
    const resolved = await detectSource(folder.file("breaks.csv"), { format: "csv" });
    const source = await openSource(folder.file("breaks.csv"), resolved);
    const rows = [];
    for await (const batch of source.rows()) rows.push(...batch);
    const at = (name: string): number => source.header.indexOf(name);
    const notes = rows.map((row) => (row.kind === "record" ? row.cells[at("left.note")] : "")).filter((note) => note);
    const undone = notes.map((note) => (/^'[\s"]*[=+\-@]/.test(note!) ? note!.slice(1) : note));
    expect(undone).toEqual(expect.arrayContaining(hostileTexts.map((text) => text.replace(/^\t/, "\t"))));
    expect(notes.filter((note) => /^[\s"]*[=+\-@]/.test(note!))).toEqual([]);
    const first = rows.find((row) => row.kind === "record" && row.cells[at("group_id")] === "1");
    expect(first).toMatchObject({ kind: "record" });
    if (first?.kind === "record")
      expect([first.cells[at("left.amount")], first.cells[at("right.booked")]]).toEqual(["0.50", "2026-01-02"]);
  });

  it("starts with a byte-order mark when asked to", async () => {
    await exportResultSet(set, folder.file("bom.csv"), { bom: true });
    expect((await readFile(folder.file("bom.csv"))).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  });
});

describe("JSON", () => {
  it("holds breaks, differences and groups with exact texts", async () => {
    await exportResultSet(set, folder.file("result.json"));
    const document = JSON.parse(await readFile(folder.file("result.json"), "utf8"));
    expect(document).toMatchObject({
      formatVersion: 1,
      plan: "ledger",
      certificateHash: set.certificateHash,
      summary: set.summary,
    });
    expect(document.breaks).toHaveLength(hostileTexts.length + 1);
    expect(document.breaks[0]).toMatchObject({
      breakId: 6,
      left: { rowId: 1, values: { note: hostileTexts[0], amount: "0.50" } },
    });
    expect(document.differences[0]).toEqual({
      groupId: 1,
      field: "note",
      left: hostileTexts[0],
      right: `${hostileTexts[0]}!`,
      delta: null,
    });
    expect(document.groups).toMatchObject([{ status: "suggested", kind: "n:1", members: [{ side: "left" }, { side: "left" }, { side: "right" }] }]); // prettier-ignore
  });

  it("is whole without any row", async () => {
    const empty = await folder.reconcile(ledgerPlan, "id,note,amount,booked\n", "id,note,amount,booked\n");
    for (const ending of ["json", "csv", "html", "xlsx"]) await exportResultSet(empty, folder.file(`empty.${ending}`));
    expect(JSON.parse(await readFile(folder.file("empty.json"), "utf8"))).toMatchObject({
      breaks: [],
      differences: [],
      groups: [],
    });
    expect(await readFile(folder.file("empty.csv"), "utf8")).toMatch(/^break_id,[^\n]*\r\n$/);
  });
});
