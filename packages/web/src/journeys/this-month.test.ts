import { readFileSync } from "node:fs";
import { assignBreak, createClient, getMe, listBreaks, listRuns, login } from "@recon/api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { axeFindings } from "./axe-findings.ts";
import { findChromium } from "./find-chromium.ts";
import { openBrowser, type OpenBrowser } from "./open-browser.ts";
import { serveBuilt, type BuiltServer } from "./serve-built.ts";
import { ownPassword, walkIn } from "./walk-in.ts";

const chromium = findChromium();
const bank = new URL("../../../../examples/bank-ledger/bank.csv", import.meta.url);

describe.skipIf(chromium === undefined)("the next run of a saved reconciliation, from the home screen", () => {
  let server: BuiltServer;
  let browser: OpenBrowser;
  let page: Page;

  beforeAll(async () => {
    server = await serveBuilt();
    browser = await openBrowser(chromium ?? "", server.url);
    page = browser.page;
    page.setDefaultTimeout(15_000);
    await walkIn(page, server);
    await page.getByText("Work on the breaks").waitFor({ timeout: 60_000 });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("new files are dropped and run; the side without one keeps its own", async () => {
    const lines = readFileSync(bank, "latin1").split("\n");
    const file = Buffer.from(`${lines.slice(0, 2001).join("\n")}\n`, "latin1");
    await page.getByRole("button", { name: /^Run new files/ }).click();
    const drop = page.getByRole("dialog").locator('input[type="file"]').first();
    await drop.setInputFiles({ name: "bank-november.csv", mimeType: "text/csv", buffer: file });
    await page.getByText(/^bank-november\.csv, /).waitFor();
    expect.soft(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Upload and run" }).click();
    await page.getByText(/^bank-november\.csv with ledger\.xlsx/).waitFor({ timeout: 30_000 });
    await page.getByRole("heading", { name: "Proof of balance" }).waitFor({ timeout: 60_000 });
  });

  test("home tells what is assigned to the person, and leads to it", async () => {
    const client = createClient({ baseUrl: server.url });
    client.useAccessToken(
      (await client.call(login, { body: { email: server.email, password: ownPassword } })).accessToken,
    );
    const [run] = (await client.call(listRuns, { query: { limit: 1 } })).items;
    if (run === undefined) throw new Error("there is no run");
    const { id } = await client.call(getMe, {});
    const [first] = (await client.call(listBreaks, { params: { runId: run.id }, query: { limit: 1 } })).items;
    const params = { runId: run.id, breakId: first?.breakId ?? 0 };
    await client.call(assignBreak, { params, body: { assigneeId: id }, ifMatch: first?.version ?? 1 });
    await page.getByRole("link", { name: "Home" }).click();
    expect.soft(await axeFindings(page)).toEqual([]);
    await page.getByRole("link", { name: "1 assigned to you" }).click();
    await page.getByText("1 breaks", { exact: true }).waitFor();
  });

  test("the project shows the trend over both runs, in a line and in figures", async () => {
    await page.getByRole("link", { name: "Projects" }).click();
    await page.getByRole("row", { name: /Example.*with breaks/ }).waitFor();
    await page.getByRole("link", { name: /^Example/ }).click();
    const trend = page.getByRole("region", { name: "Trend of Bank and ledger, October" });
    await trend.getByText("Figures of the 2 runs").click();
    await trend.getByRole("row").nth(2).waitFor();
    expect(await trend.locator("polyline").count()).toBe(3);
    expect.soft(await axeFindings(page)).toEqual([]);
    expect(browser.faults).toEqual([]);
  });
});
