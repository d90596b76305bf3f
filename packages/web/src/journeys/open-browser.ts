import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext, type Page } from "playwright-core";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface OpenBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong in the page without anybody looking: script errors and refusals of the security policy. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

/** A browser with an empty profile, which is removed with it. */
export async function openBrowser(executablePath: string, baseURL: string): Promise<OpenBrowser> {
  const profile = mkdtempSync(join(tmpdir(), "recon-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: flags,
    baseURL,
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    colorScheme: "light",
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    // A refused call is told as an error of the console; the application shows it itself.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      faults.push(message.text());
  });
  return {
    context,
    page,
    faults,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
