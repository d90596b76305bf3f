import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { axeFindings } from "./axe-findings.ts";
import { findChromium } from "./find-chromium.ts";
import { openBrowser, type OpenBrowser } from "./open-browser.ts";
import { serveBuilt, type BuiltServer } from "./serve-built.ts";
import { openExample, openItem, ownPassword, walkIn } from "./walk-in.ts";

const chromium = findChromium();
const email = "vera@example.com";

describe.skipIf(chromium === undefined)("an administrator lets a viewer in, who sees and cannot act", () => {
  let server: BuiltServer;
  let browser: OpenBrowser;
  let page: Page;
  let firstPassword = "";

  beforeAll(async () => {
    server = await serveBuilt();
    browser = await openBrowser(chromium ?? "", server.url);
    page = browser.page;
    page.setDefaultTimeout(15_000);
    await walkIn(page, server);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const leave = async (): Promise<void> => {
    await page.getByRole("button", { name: /^(You|Administrator|Vera)/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
  };
  const signIn = async (password: string): Promise<void> => {
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: false }).first().fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };

  test("a user is created with a first password that is shown once", async () => {
    await page.getByRole("link", { name: "Administration" }).click();
    await page.getByRole("button", { name: "New user" }).click();
    await page.getByLabel("Name", { exact: false }).last().fill("Vera");
    await page.getByRole("textbox", { name: "E-mail address" }).fill(email);
    await page.getByRole("radio", { name: "Viewer" }).check();
    expect.soft(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Create" }).click();
    const hand = page.getByRole("region", { name: "First password of Vera" });
    firstPassword = (await hand.locator("code").textContent()) ?? "";
    expect.soft(await axeFindings(page)).toEqual([]);
    await hand.getByRole("button", { name: "Put it away" }).click();
    await page.getByRole("row", { name: /Vera.*must choose a password never/ }).waitFor();
    expect(await page.getByText(firstPassword).count()).toBe(0);
  });

  test("health, jobs and starts are there; settings are kept", async () => {
    await page.getByRole("link", { name: "System" }).click();
    await page.getByRole("row", { name: /running ready/ }).waitFor();
    await page
      .getByRole("row", { name: /Run completed/ })
      .first()
      .waitFor();
    await page.getByRole("row", { name: /^store/ }).waitFor();
    expect.soft(await axeFindings(page)).toEqual([]);
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByLabel("Keep result sets for days").fill("400");
    expect.soft(await axeFindings(page)).toEqual([]);
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("The settings are saved.").waitFor();
    await page.reload();
    await page.getByLabel("Keep result sets for days").waitFor();
    expect(await page.getByLabel("Keep result sets for days").inputValue()).toBe("400");
  });

  test("the administrator adds the viewer to a project", async () => {
    await page.getByRole("link", { name: "Projects" }).click();
    await page.getByRole("link", { name: /^Example/ }).click();
    await page.getByRole("combobox", { name: "Person" }).click();
    await page.getByRole("option", { name: /Vera/ }).click();
    await page.getByRole("combobox", { name: "As" }).click();
    await page.getByRole("option", { name: "viewer" }).click();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("button", { name: "Remove Vera" }).waitFor();
    await leave();
  });

  test("the viewer chooses a password, sees the results and can decide nothing", async () => {
    await signIn(firstPassword);
    await page.getByLabel("Present password").fill(firstPassword);
    for (const field of await page.locator('input[autocomplete="new-password"]').all()) await field.fill(ownPassword);
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByRole("heading", { name: /^Hello/ }).waitFor();
    expect(await page.getByRole("link", { name: "Administration" }).count()).toBe(0);
    await openExample(page);
    await page.getByRole("link", { name: "Workbench" }).click();
    await page.getByText(/matching takes an analyst’s role/).waitFor();
    expect(await page.getByRole("button", { name: "Match" }).count()).toBe(0);
    await page.getByRole("link", { name: "Explore" }).click();
    await openItem(page, 1);
    for (const name of [/^Accept/, /^Reject/, /^Write off/, /^Assign/])
      expect(await page.getByRole("button", { name }).count()).toBe(0);
    await page.goto("/administration");
    await page.getByText("For administrators").waitFor();
    expect(await page.getByRole("button", { name: "New user" }).count()).toBe(0);
    expect.soft(await axeFindings(page)).toEqual([]);
  });

  test("another locale changes the figures on every screen and stays", async () => {
    await page.getByRole("button", { name: /^(You|Vera)/ }).click();
    await page.getByRole("menuitem", { name: "Profile" }).click();
    await page.getByText("−1,234,567.89 · 31 Oct 2026").waitFor();
    expect.soft(await axeFindings(page)).toEqual([]);
    await page.getByRole("combobox", { name: "Numbers and dates as in" }).fill("German (Germany)");
    await page.getByRole("option", { name: "German (Germany) (de-DE)" }).click();
    await page.getByText("−1.234.567,89 · 31.10.2026").waitFor();
    await page.getByRole("link", { name: "Home" }).click();
    await openExample(page);
    await page.getByRole("link", { name: "Workbench" }).click();
    await page.getByText("36.846,84", { exact: true }).first().waitFor();
    await page.reload();
    await page.getByText("36.846,84", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: /^Notifications/ }).click();
    await page.getByRole("link", { name: "All notifications" }).click();
    await page.getByRole("heading", { name: "Notifications" }).waitFor();
    expect.soft(await axeFindings(page)).toEqual([]);
    expect(browser.faults).toEqual([]);
  });
});
