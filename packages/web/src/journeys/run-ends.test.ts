import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { axeFindings } from "./axe-findings.ts";
import { findChromium } from "./find-chromium.ts";
import { madeNames } from "./made-files.ts";
import { openBrowser, type OpenBrowser } from "./open-browser.ts";
import { serveBuilt, type BuiltServer } from "./serve-built.ts";
import { walkIn } from "./walk-in.ts";

const chromium = findChromium();
const NAMES = 3_000;

/** How a run ends that does not end well. The second test goes on where the first ended. */
describe.skipIf(chromium === undefined)("a run that fails, and one that is cancelled", () => {
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
  const count = (n: number): string => n.toLocaleString("en-GB");

  const namesPlan = (pass: string, rest = ""): string => `version: 1
name: names
left: { files: [names.csv] }
right: { files: [names.csv] }
fields:
  id: { type: text }
  name: { type: text }
  batch: { type: text }
passes:
  - ${pass}
${rest}`;
  const everyPair =
    "{ name: alike, kind: similar, block: [batch], conditions: [{ field: name, similar: { measure: jaroWinkler, atLeast: 0.5 } }] }";

  test("a run that fails says why and leads to where it is mended", async () => {
    await page.goto("/projects");
    await page.getByRole("link", { name: /^Example/ }).click();
    await page.getByRole("link", { name: "New reconciliation" }).click();
    await page.getByLabel(/^Left/).first().setInputFiles(madeNames(NAMES));
    await page
      .getByRole("region", { name: "Left file" })
      .getByText(`${count(NAMES)} records`)
      .waitFor();
    await page.getByRole("combobox", { name: "or a file that is here already, right" }).click();
    await page.getByRole("option", { name: "names.csv" }).click();
    await yaml().fill(namesPlan(everyPair, "limits: { pairs: 1000 }\n"));
    await page.getByRole("button", { name: "Save and run" }).click();
    await page
      .getByText(/more than the limit of 1,000; add a field to its block.*LIMIT_PAIRS/)
      .waitFor({ timeout: 60_000 });
    await page.getByText("What to do:").waitFor();
    expect.soft(await axeFindings(page)).toEqual([]);
    await page.getByRole("link", { name: "Go to map and rules" }).click();
    await yaml().fill(namesPlan("{ name: key, kind: keyed, on: [id] }"));
    await page.getByRole("button", { name: "Save as a new version" }).click();
    await page.getByRole("heading", { name: "Plan, version 2" }).waitFor();
    await page.getByLabel("Trail").getByRole("link").last().click();
    await page.getByRole("button", { name: "Run again on the same files" }).click();
    await page.getByRole("heading", { name: "Proof of balance" }).waitFor({ timeout: 60_000 });
    await page.getByRole("link", { name: `${count(NAMES)} matched records, right`, exact: true }).waitFor();
  });

  test("a long run shows its phases, is left and found again, and cancelled", async () => {
    await page.getByLabel("Trail").getByRole("link").last().click();
    await page.getByRole("link", { name: "Map and rules" }).click();
    await yaml().fill(namesPlan(everyPair));
    await page.getByRole("button", { name: "Save as a new version" }).click();
    await page.getByRole("heading", { name: "Plan, version 3" }).waitFor();
    await page.getByLabel("Trail").getByRole("link").last().click();
    await page.getByRole("button", { name: "Run again on the same files" }).click();
    const matching = page
      .getByRole("list", { name: "Phases" })
      .getByRole("listitem")
      .filter({ hasText: "pass by pass" });
    await expect.poll(() => matching.getAttribute("aria-current"), { timeout: 30_000 }).toBe("step");
    const address = page.url();
    await page.getByRole("link", { name: "Home" }).click();
    await page.getByRole("heading", { name: /^Hello/ }).waitFor();
    await page.goto(address);
    expect.soft(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Cancel the run" }).click();
    await page.getByText("The run was cancelled").waitFor({ timeout: 30_000 });
    expect(browser.faults).toEqual([]);
  });
});
