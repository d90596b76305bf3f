import writeXlsxFile from "write-excel-file/node";
import { describe, expect, it } from "vitest";
import { openSource } from "../open-source.ts";
import type { SourceSpec } from "../source.ts";
import { useTestFolder } from "../test-folder.test-support.ts";
import { detectWithHeader } from "./guess-header-row.ts";

const folder = useTestFolder();

async function look(name: string, content: string | Uint8Array, spec: SourceSpec = {}) {
  const path = await folder.write(name, content);
  const { resolved, guessed } = await detectWithHeader(path, spec);
  const file = await openSource(path, resolved);
  let rejects = 0;
  for await (const rows of file.rows()) rejects += rows.filter(({ kind }) => kind === "reject").length;
  return { guessed, header: file.header, rejects, options: resolved.options };
}

const records = (count: number, delimiter: string): string =>
  Array.from({ length: count }, (_, i) => ["2026-10-01", `GL-${i}`, `${i},50`].join(delimiter)).join("\n");

describe("where the header stands", () => {
  it("below the title rows of a workbook made for reading", async () => {
    const text = (...cells: (string | null)[]) => cells.map((value) => (value === null ? null : { value }));
    const sheet = [
      text("General ledger"),
      text("Company:", "ACME"),
      [],
      text("Posted", "Document", "Partner", "Amount"),
      ...Array.from({ length: 40 }, (_, i) => text("2026-10-01", `D${i}`, i % 3 === 0 ? null : "Meyer", `${i}.00`)),
    ];
    const { guessed, header, rejects, options } = await look("ledger.xlsx", await writeXlsxFile(sheet).toBuffer());
    expect(guessed).toEqual({ row: 4, above: ["General ledger", "Company: ACME"] });
    expect(header).toEqual(["Posted", "Document", "Partner", "Amount"]);
    expect([rejects, options.headerRow]).toEqual([0, 4]);
  });

  it("below the title rows of a text, whose delimiter only the table shows", async () => {
    const content = `Account statement\nPeriod: October, 2026\n\nDay;Document;Amount\n${records(50, ";")}\n`;
    const { guessed, header, rejects, options } = await look("bank.csv", content);
    expect(guessed).toEqual({ row: 4, above: ["Account statement", "Period: October, 2026"] });
    expect(header).toEqual(["Day", "Document", "Amount"]);
    expect([rejects, options.delimiter]).toEqual([0, ";"]);
  });

  it("where titles are padded to the width of the table", async () => {
    const { guessed } = await look("padded.csv", `Statement;;\n;;\nDay;Document;Amount\n${records(20, ";")}\n`);
    expect(guessed?.row).toBe(3);
  });

  it.each([
    ["a usual file", `Day;Document;Amount\n${records(20, ";")}\n`],
    ["a few bad lines", `Day;Document;Amount\n${records(20, ";")}\nx\ny\n`],
    ["one column", "id\n1\n2\n3\n"],
    ["no header at all", `${records(20, ";")}\n`],
    ["a header alone", "Day;Document;Amount\n"],
    ["a title and nothing that looks like names", "Report\n\n1;2;3\n4;5;6\n"],
  ])("is the first row, and nothing is guessed: %s", async (_, content) => {
    expect((await look("usual.csv", content)).guessed).toBeUndefined();
  });

  it("is where the person says, whatever it looks like", async () => {
    const content = `Report\n\nDay;Document;Amount\n${records(20, ";")}\n`;
    const { guessed, header } = await look("said.csv", content, { options: { headerRow: 4, delimiter: ";" } });
    expect([guessed, header[1]]).toEqual([undefined, "GL-0"]);
  });
});
