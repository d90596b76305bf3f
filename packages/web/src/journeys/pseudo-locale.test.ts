import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listSources, updateProfile } from "@recon/api";
import { findChromium } from "./find-chromium.ts";
import { openBrowser, type OpenBrowser } from "./open-browser.ts";
import { serveBuilt, type BuiltServer } from "./serve-built.ts";
import { hireStaff, signInAt, type Staff } from "./staff.ts";
import { SentTexts, untranslatedTexts } from "./untranslated-texts.ts";

const chromium = findChromium();

describe.skipIf(chromium === undefined)("in the pseudo-locale every text comes from the catalogue", () => {
  let server: BuiltServer;
  let staff: Staff;
  let browser: OpenBrowser;
  let sent: SentTexts;
  let sourceId = "";

  beforeAll(async () => {
    server = await serveBuilt();
    staff = await hireStaff(server);
    const { projectId } = staff;
    sourceId = (await staff.client.call(listSources, { params: { projectId } })).items[0]?.id ?? "";
    await staff.client.call(updateProfile, { body: { preferences: { locale: "en-XA" } }, ifMatch: "*" });
    browser = await openBrowser(chromium ?? "", server.url);
    const { page } = browser;
    page.setDefaultTimeout(15_000);
    sent = new SentTexts(page);
    await signInAt(page, server.email, "/profile");
    await page.locator("html[lang=en-XA]").waitFor({ state: "attached" });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const screens = {
    home: () => "/",
    projects: () => "/projects",
    project: () => `/projects/${staff.projectId}`,
    "a new reconciliation": () => `/projects/${staff.projectId}/new`,
    reconciliation: () => `/reconciliations/${staff.run.reconciliationId}`,
    rules: () => `/reconciliations/${staff.run.reconciliationId}/rules`,
    "overview of a run": () => `/runs/${staff.run.id}`,
    breaks: () => `/runs/${staff.run.id}/explore?list=breaks&item=break:1`,
    "breaks by cause": () => `/runs/${staff.run.id}/explore?list=breaks&group=cause`,
    groups: () => `/runs/${staff.run.id}/explore?list=groups&item=group:1`,
    records: () => `/runs/${staff.run.id}/explore?list=rows&item=row:left:1`,
    workbench: () => `/runs/${staff.run.id}/workbench`,
    source: () => `/sources/${sourceId}`,
    profile: () => "/profile",
    notifications: () => "/notifications",
    users: () => "/administration",
    system: () => "/administration/system",
    settings: () => "/administration/settings",
    "no such page": () => "/nowhere",
  };

  test.each(Object.entries(screens))("%s", async (_, path) => {
    const { page } = browser;
    await page.goto(path());
    await page.getByRole("heading", { level: 1 }).waitFor();
    // Figures and lists that are on their way stand as bars.
    await page.waitForFunction(() => document.querySelector(".mantine-Skeleton-root, .mantine-Loader-root") === null);
    expect(await untranslatedTexts(page, await sent.all())).toEqual([]);
    expect(browser.faults).toEqual([]);
  });

  test.each(["?", "Control+k"])("what %s opens", async (keys) => {
    const { page } = browser;
    await page.goto(`/runs/${staff.run.id}/explore?list=breaks&item=break:1`);
    await page.getByRole("complementary").waitFor();
    await page.keyboard.press(keys);
    await page.getByRole("dialog").waitFor();
    expect(await untranslatedTexts(page, await sent.all())).toEqual([]);
  });
});
