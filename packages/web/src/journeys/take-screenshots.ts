/**
 * `npm run screenshots -- [FOLDER]`: a picture of every screen in light, dark and narrow, of the bundled example.
 * `npm run screenshots -- --guide`: the few pictures of docs/guide.md, small, into docs/images.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { findChromium } from "./find-chromium.ts";
import { openBrowser } from "./open-browser.ts";
import { serveBuilt } from "./serve-built.ts";
import { setUpTour } from "./set-up-tour.ts";
import { openExample, openItem, walkIn } from "./walk-in.ts";

const isGuide = process.argv[2] === "--guide";
const folder = isGuide
  ? fileURLToPath(new URL("../../../../docs/images/", import.meta.url))
  : (process.argv[2] ?? "screenshots");
const guide = new Set(["two-files", "rules", "run-failed", "overview", "explore-inspector", "workbench"]);
const SMALL = { width: 1120, height: 760 };
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };

async function shoot(page: Page, name: string): Promise<void> {
  if (isGuide) return shootForGuide(page, name);
  for (const [suffix, viewport, colorScheme] of [
    ["light", WIDE, "light"],
    ["dark", WIDE, "dark"],
    ["narrow", NARROW, "light"],
  ] as const) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(350);
    await page.screenshot({ path: join(folder, `${name}-${suffix}.png`), fullPage: true });
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: "light" });
}

/** What one sees without scrolling. */
async function shootForGuide(page: Page, name: string): Promise<void> {
  if (!guide.has(name)) return;
  await page.setViewportSize(SMALL);
  await page.waitForTimeout(350);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.setViewportSize(WIDE);
}

async function tour(page: Page): Promise<void> {
  await openExample(page);
  await page.getByText("By age").waitFor();
  await shoot(page, "overview");
  await page.getByRole("link", { name: "Explore" }).click();
  await openItem(page, 3);
  await shoot(page, "explore-inspector");
  await page.getByRole("button", { name: "Close" }).click();
  await shoot(page, "explore");
  await page.getByRole("link", { name: "Workbench" }).click();
  await page.getByRole("row", { name: /SAMMLER 012666/ }).click();
  await page.getByRole("textbox", { name: "Search right" }).fill("012666");
  await page.getByText("7 left over", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Pick all" }).last().click();
  await page.getByText("−244.96 EUR").first().waitFor();
  await shoot(page, "workbench");
  await page.goto("/projects");
  await page.getByRole("link", { name: /^Example/ }).waitFor();
  await shoot(page, "projects");
  await page.getByRole("link", { name: /^Example/ }).click();
  await page.getByText("Uploaded", { exact: true }).waitFor();
  await shoot(page, "project");
  await setUpTour(page, shoot);
  await page.goto("/projects");
  await page.getByRole("link", { name: /^Example/ }).click();
  await page.getByRole("link", { name: "Bank and ledger, October" }).first().click();
  await page.getByRole("heading", { name: /^Plan, version/ }).waitFor();
  await shoot(page, "reconciliation");
  for (const [path, name, heading] of ownRooms) {
    await page.goto(path);
    await page.getByRole("heading", { name: heading }).first().waitFor();
    await shoot(page, name);
  }
}

const ownRooms = [
  ["/administration", "users", "Users"],
  ["/administration/system", "system", "Last starts"],
  ["/administration/settings", "settings", "Settings"],
  ["/profile", "profile", "Where you are signed in"],
  ["/notifications", "notifications", "Notifications"],
] as const;

const chromium = findChromium();
if (chromium === undefined) throw new Error("no Chromium: install Debian's chromium or set RECON_CHROMIUM");
mkdirSync(folder, { recursive: true });
const server = await serveBuilt();
try {
  const { page, faults, close } = await openBrowser(chromium, server.url);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").waitFor();
  await shoot(page, "sign-in");
  await walkIn(page, server);
  await page.getByText("Work on the breaks").waitFor({ timeout: 60_000 });
  await shoot(page, "home");
  await tour(page);
  await close();
  for (const fault of faults) console.error(fault);
} finally {
  await server.stop();
}
