import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { axeFindings } from "./axe-findings.ts";
import { findChromium } from "./find-chromium.ts";
import { openBrowser, type OpenBrowser } from "./open-browser.ts";
import { serveBuilt, type BuiltServer } from "./serve-built.ts";
import { openExample, openItem, walkIn } from "./walk-in.ts";

const dist = new URL("../../dist/", import.meta.url);
const MOST_FIRST_BYTES = 350_000;

test("what a first visit loads of JavaScript stays below 350 kB", () => {
  const page = readFileSync(new URL("index.html", dist), "utf8");
  const scripts = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path = ""]) => path);
  expect(scripts.length).toBeGreaterThan(1);
  const bytes = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(new URL(path, dist))).length, 0);
  expect(bytes).toBeLessThan(MOST_FIRST_BYTES);
});

const chromium = findChromium();
if (chromium === undefined) console.warn("web journeys are skipped: there is no Chromium and it cannot be installed");

describe.skipIf(chromium === undefined)("a first hour with the bundled example", () => {
  let server: BuiltServer;
  let browser: OpenBrowser;
  let page: Page;

  beforeAll(async () => {
    server = await serveBuilt();
    browser = await openBrowser(chromium ?? "", server.url);
    page = browser.page;
    page.setDefaultTimeout(15_000);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("sign in, change the first password, stand in front of results", async () => {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail address").waitFor();
    expect.soft(await axeFindings(page)).toEqual([]);
    await walkIn(page, server);
    await page.getByText("Work on the breaks").waitFor({ timeout: 60_000 });
    expect.soft(await axeFindings(page)).toEqual([]);
    await openExample(page);
    await page.getByText("By age").waitFor();
    expect(await page.getByText("Every record has exactly one outcome").count()).toBe(1);
    expect.soft(await axeFindings(page)).toEqual([]);
  });

  test("a figure of the overview opens exactly the rows behind it", async () => {
    const figure = page.getByRole("link", { name: /unmatched records, left$/ });
    const count = /\d+/.exec((await figure.textContent()) ?? "")?.[0];
    await figure.click();
    await page.getByText(`${count} records`, { exact: true }).waitFor();
    await page.goBack();
    await page.getByText("By age").waitFor();
    for (const bar of ["nothing comes near", "nearest differs in purpose, booked, currency"]) {
      const link = page.getByRole("link").filter({ hasText: bar });
      const size = /(\d+)$/.exec((await link.textContent()) ?? "")?.[1];
      await link.click();
      await page.getByText(`${size} breaks`, { exact: true }).waitFor();
      await page.goBack();
      await page.getByText("By age").waitFor();
    }
  });

  test("the proof is verified by the independent verifier", async () => {
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByText(/^Verified, /).waitFor({ timeout: 60_000 });
  });

  test("explore: facet, inspector, write off, undo; the address holds the view", async () => {
    await page.getByRole("link", { name: "Explore" }).click();
    await page.getByText("246 breaks", { exact: true }).waitFor();
    await page.getByRole("checkbox", { name: /^unmatched/ }).check();
    await page.getByText("147 breaks", { exact: true }).waitFor();
    await page.reload();
    await page.getByText("147 breaks", { exact: true }).waitFor();
    expect.soft(await axeFindings(page)).toEqual([]);
    await openItem(page, 1);
    expect.soft(await axeFindings(page)).toEqual([]);
    const first = await page.getByRole("heading", { name: /^break/i }).textContent();
    await page.keyboard.press("j");
    await page
      .getByRole("heading", { name: /^break/i })
      .filter({ hasNotText: first ?? "" })
      .waitFor();
    await page.getByRole("button", { name: "Write off …" }).waitFor();
    await page.keyboard.press("w");
    await page.getByRole("button", { name: "timing" }).click();
    await page.getByText("146 breaks", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("147 breaks", { exact: true }).waitFor();
  });

  test("an export holds exactly the view", async () => {
    await page.getByRole("button", { name: "Export" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "CSV" }).click(),
    ]);
    const lines = readFileSync((await file.path()) ?? "", "utf8")
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(148);
  });

  test("projects and a reconciliation can be read; no script failed, no policy was broken", async () => {
    await page.goto("/projects");
    await page.getByRole("link", { name: /^Example/ }).click();
    await page.getByText("Uploaded", { exact: true }).waitFor();
    expect.soft(await axeFindings(page)).toEqual([]);
    await page.getByRole("link", { name: "Bank and ledger, October" }).first().click();
    await page.getByRole("heading", { name: /^Plan, version/ }).waitFor();
    expect.soft(await axeFindings(page)).toEqual([]);
    expect(browser.faults).toEqual([]);
  });
});
