import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { byCodePoint, resolveFiles } from "./resolve-files.ts";
import { useTestFolder } from "./test-folder.test-support.ts";

const folder = useTestFolder();

beforeAll(async () => {
  await mkdir(folder.path("bank"));
  await mkdir(folder.path("bank/sub.csv"));
  const names = [
    "b.csv",
    "a.csv",
    "B.csv",
    "report[1].csv",
    "report1.csv",
    "\u{1f600}.csv",
    "\uffee.csv",
    "ledger.xlsx",
  ];
  for (const name of names) await writeFile(join(folder.path("bank"), name), "x");
  await symlink(folder.path("bank/a.csv"), folder.path("bank/link.txt"));
});

const resolve = async (...patterns: string[]) =>
  (await resolveFiles(patterns, folder.path("bank"))).map((path) => path.slice(folder.path("bank").length + 1));

describe("resolveFiles", () => {
  it("keeps the plan's order and sorts a glob's files by code point", async () => {
    expect(await resolve("ledger.xlsx", "*.csv")).toEqual([
      "ledger.xlsx",
      "B.csv",
      "a.csv",
      "b.csv",
      "report1.csv",
      "report[1].csv",
      "\uffee.csv",
      "\u{1f600}.csv",
    ]);
    expect(["\u{1f600}", "\uffee", "a"].sort(byCodePoint)).toEqual(["a", "\uffee", "\u{1f600}"]);
  });

  it("takes a name that exists literally before it is a glob", async () => {
    expect(await resolve("report[1].csv")).toEqual(["report[1].csv"]);
    expect(await resolve("report[12].csv")).toEqual(["report1.csv"]);
  });

  it("passes over folders that a glob matches", async () => {
    expect(await resolve("s*.csv", "a.csv").catch((error: unknown) => error)).toMatchObject({ code: "INPUT_MISSING" });
  });

  it("offers near names where there is no such file", async () => {
    await expect(resolve("leger.xls")).rejects.toMatchObject({ code: "INPUT_MISSING" });
    await expect(resolve("leger.xls")).rejects.toThrow(/"leger\.xls".*Did you mean ledger\.xlsx\?/);
    await expect(resolve("report2*.csv")).rejects.toThrow("report1.csv or report[1].csv");
    await expect(resolve("zzzzzzzzzzzz*")).rejects.toThrow(/No file matches "zzzzzzzzzzzz\*".*The folder holds/);
    await expect(resolve("nowhere/x.csv")).rejects.toThrow("does not exist");
  });

  it("refuses folders", async () => {
    await expect(resolve(".")).rejects.toMatchObject({ code: "INPUT_IS_FOLDER" });
    await expect(resolve("sub.csv")).rejects.toMatchObject({ code: "INPUT_IS_FOLDER" });
  });

  it("refuses to read a file twice, under whatever names", async () => {
    await expect(resolve("a.csv", "a.csv")).rejects.toMatchObject({ code: "USAGE" });
    await expect(resolve("a.csv", "*.csv")).rejects.toThrow('both "a.csv" and "*.csv" name it');
    await expect(resolve("a.csv", "link.txt")).rejects.toMatchObject({ code: "USAGE" });
  });
});
