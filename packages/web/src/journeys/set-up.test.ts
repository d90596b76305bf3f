import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { axeFindings } from "./axe-findings.ts";
import { findChromium } from "./find-chromium.ts";
import { madeBank, madeLedger, truth } from "./made-files.ts";
import { openBrowser, type OpenBrowser } from "./open-browser.ts";
import { serveBuilt, type BuiltServer } from "./serve-built.ts";
import { walkIn } from "./walk-in.ts";

const chromium = findChromium();

/** From two files to a result, and to better rules. Each test goes on where the one before ended. */
describe.skipIf(chromium === undefined)("setting up a reconciliation", () => {
  let server: BuiltServer;
  let browser: OpenBrowser;
  let page: Page;

  beforeAll(async () => {
    server = await serveBuilt();
    browser = await openBrowser(chromium ?? "", server.url);
    page = browser.page;
    page.setDefaultTimeout(45_000);
    await walkIn(page, server);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const yaml = () => page.getByRole("textbox", { name: "Plan (YAML)" });
  const pass = (name: string) => page.getByRole("listitem", { name: `Pass ${name}` });
  const passNames = async (): Promise<(string | null)[]> =>
    page
      .getByRole("list", { name: "Passes" })
      .getByRole("textbox", { name: "Name" })
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  const count = (n: number): string => n.toLocaleString("en-GB");

  test("two files are dropped and looked at: the header is guessed, and said so", async () => {
    await page.goto("/projects");
    await page.getByRole("link", { name: /^Example/ }).click();
    await page.getByRole("link", { name: "New reconciliation" }).click();
    await page.getByLabel(/^Left/).first().setInputFiles(madeBank());
    const left = page.getByRole("region", { name: "Left file" });
    await left.getByText(`${count(truth.left.rows)} records · ${truth.left.rejected} rejected`).waitFor();
    await page
      .getByLabel(/^Right/)
      .first()
      .setInputFiles(await madeLedger());
    const right = page.getByRole("region", { name: "Right file" });
    await right.getByText("The column names were taken from row 4").waitFor();
    await right.getByText(`${count(truth.right.rows)} records · none rejected`).waitFor();
  });

  test("a file is shown with its columns and rejects, corrected, and read again", async () => {
    const left = page.getByRole("region", { name: "Left file" });
    await left.getByRole("link", { name: /correct how it is read/ }).click();
    const rejects = page.getByRole("region", { name: "Rejected records" });
    await rejects.getByRole("cell", { name: "page 1", exact: true }).waitFor();
    expect(await rejects.getByText("1 cells instead of 4").count()).toBe(truth.left.rejected);
    const columns = page.getByRole("region", { name: "Columns" });
    await columns.getByRole("row", { name: /^Amount money decimal comma/ }).waitFor();
    expect.soft(await axeFindings(page)).toEqual([]);
    // Read in the wrong way everything is one column; the preview shows it before anything is kept.
    await page.getByRole("combobox", { name: "Delimiter" }).click();
    await page.getByRole("option", { name: "comma ," }).click();
    await page.getByRole("columnheader", { name: "Booked;Amount;Currency;Reference" }).waitFor();
    await page.getByRole("link", { name: "Projects", exact: true }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Stay here" }).click();
    await page.getByRole("button", { name: "Undo the changes" }).click();
    await page.getByRole("textbox", { name: "Header row" }).fill("1");
    const pending = page.getByText("Runs read the file so once it was read again.");
    await pending.waitFor();
    await page.getByRole("button", { name: "Read the whole file again" }).click();
    await pending.waitFor({ state: "hidden" });
    await columns.getByRole("row", { name: /^Amount money decimal comma/ }).waitFor();
    await page.goBack();
    await page.getByRole("region", { name: "Columns that belong together" }).waitFor();
  });

  test("the proposal pairs the columns, with samples from both sides", async () => {
    for (const [field, samples] of [
      ["reference", ["RE-10000", "RE-10000"]],
      ["amount", ["10,00", "10.03"]],
      ["booked", ["01.10.2026", "2026-10-01"]],
    ] as const) {
      const row = page.getByRole("region", { name: `Field ${field}`, exact: true });
      await row.waitFor();
      for (const sample of samples) await row.getByText(sample, { exact: true }).first().waitFor();
    }
  });

  test("the first run finds exactly what was put into the files", async () => {
    await page.getByRole("textbox", { name: "Name of the reconciliation" }).fill("October");
    await page.getByRole("button", { name: "Save and run" }).click();
    await page.getByRole("heading", { name: "Proof of balance" }).waitFor({ timeout: 60_000 });
    const proof = page.getByRole("region", { name: "Proof of balance" });
    for (const [side, outcome, records] of [
      ["left", "matched", truth.shared - truth.differing],
      ["left", "differs", truth.differing],
      ["left", "unmatched", truth.onlyLeft],
      ["left", "rejected", truth.left.rejected],
      ["right", "matched", truth.shared - truth.differing],
      ["right", "unmatched", truth.onlyRight],
    ] as const)
      await proof.getByRole("link", { name: `${count(records)} ${outcome} records, ${side}`, exact: true }).waitFor();
  });

  test("form and text edit each other; comments stay; faults stand at their place in both", async () => {
    await page.getByLabel("Trail").getByRole("link", { name: "October" }).click();
    await page.getByRole("link", { name: "Map and rules" }).click();
    await page.getByRole("region", { name: "Passes, in order" }).waitFor();
    await page.getByRole("radio", { name: "only these" }).check();
    await page.getByRole("combobox", { name: "compare amount: kind of tolerance" }).click();
    await page.getByRole("option", { name: "apart by at most" }).click();
    await page.getByRole("textbox", { name: "compare amount: amount" }).fill("0.05");
    expect(await yaml().inputValue()).toContain('{ field: amount, within: { absolute: "0.05" } }');
    expect(await yaml().inputValue()).toContain("# Proposed by recon init");
    await yaml().fill((await yaml().inputValue()).replace('absolute: "0.05"', 'absolute: "five cents"'));
    const compare = page.getByRole("region", { name: "What counts as a difference" });
    await compare
      .getByRole("alert")
      .getByText(/write a quoted decimal/)
      .waitFor();
    await page
      .getByRole("list", { name: "Faults of the plan" })
      .getByRole("button", { name: /^Line \d+$/ })
      .waitFor();
    await yaml().fill(`${await yaml().inputValue()}\n  - [`);
    await page.getByText("The text is not YAML at the moment").waitFor();
    await yaml().fill((await yaml().inputValue()).replace("\n  - [", "").replace("five cents", "0.05"));
    await page.getByRole("textbox", { name: "compare amount: amount" }).waitFor();
  });

  test("passes are put in order by keys, by dragging, and back", async () => {
    await page.getByRole("button", { name: "Add a pass" }).click();
    await page.getByRole("menuitem", { name: /^Equal but for amounts and dates/ }).click();
    const before = await passNames();
    const last = before.at(-1) ?? "";
    const handle = (name: string) => pass(name).getByRole("button", { name: new RegExp(`^Move ${name}, now`) });
    await handle(last).focus();
    await page.keyboard.press("ArrowUp");
    await expect.poll(passNames).toEqual([...before.slice(0, -2), last, before.at(-2)]);
    expect(await handle(last).evaluate((node) => node === document.activeElement)).toBe(true);
    await handle(last).dragTo(pass(before.at(-2) ?? ""));
    await expect.poll(passNames).toEqual(before);
    await page.getByRole("button", { name: `Remove ${last}` }).click();
    await expect.poll(passNames).toEqual(before.slice(0, -1));
  });

  test("the effect is shown before saving, and is what the next run finds", async () => {
    await page.getByRole("button", { name: "Show the effect" }).click();
    const effect = page.getByRole("table", { name: "Effect on the last run" });
    await effect.getByRole("row", { name: /^matched/ }).waitFor({ timeout: 60_000 });
    const words = await effect
      .getByRole("row", { name: /^matched/ })
      .getByRole("cell")
      .allTextContents();
    const matched = count(truth.shared - truth.differing + truth.byCents);
    expect(words).toEqual([matched, `+${truth.byCents}`, matched, `+${truth.byCents}`]);
  });

  test("leaving warns, and a reload keeps what was edited", async () => {
    await page.getByRole("link", { name: "Home" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Stay here" }).click();
    const edited = await yaml().inputValue();
    page.once("dialog", (dialog) => void dialog.accept());
    await page.reload();
    await page.getByRole("textbox", { name: "compare amount: amount" }).waitFor();
    expect(await yaml().inputValue()).toBe(edited);
  });

  test("a new version is saved, and what changed is shown; a colleague's draft is told, and not lost", async () => {
    const other = await browser.context.newPage();
    await other.goto(page.url());
    const theirs = other.getByRole("textbox", { name: "Plan (YAML)" });
    await theirs.waitFor();
    await theirs.fill(`${await theirs.inputValue()}# theirs\n`);
    await page.getByRole("textbox", { name: "What changes, in a few words" }).fill("five cents are rounding");
    await page.getByRole("button", { name: "Save as a new version" }).click();
    await page.getByRole("heading", { name: "Plan, version 2" }).waitFor();
    const changes = page.getByRole("table", { name: "Changes between the versions" });
    await changes.getByRole("cell", { name: "compare", exact: true }).waitFor();
    expect.soft(await axeFindings(page)).toEqual([]);
    await other.getByRole("button", { name: "Save as a new version" }).click();
    await other.getByText("A colleague changed the reconciliation in the meantime").waitFor();
    other.once("dialog", (dialog) => void dialog.accept());
    await other.reload();
    await other.getByText("You have unsaved changes of version 1").waitFor();
    await other.getByRole("button", { name: "Take my text into the editor" }).click();
    expect(await theirs.inputValue()).toContain("# theirs");
    await other.close({ runBeforeUnload: false });
    expect(browser.faults).toEqual([]);
  });
});
