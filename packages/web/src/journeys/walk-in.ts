import type { Page } from "playwright-core";
import type { BuiltServer } from "./serve-built.ts";

export const ownPassword = "seven quiet herons fly";

/** From a first start to the home screen: signs in with the password that the server printed, and changes it. */
export async function walkIn(page: Page, { email, password }: BuiltServer): Promise<void> {
  await page.goto("/");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: false }).first().fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel("Present password").fill(password);
  for (const field of await page.locator('input[autocomplete="new-password"]').all()) await field.fill(ownPassword);
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByRole("heading", { name: /^Hello/ }).waitFor();
}

/** Opens the results of the bundled example, which a first start reconciles by itself. */
export async function openExample(page: Page): Promise<void> {
  await page.getByText("Work on the breaks").waitFor({ timeout: 60_000 });
  await page.getByRole("link", { name: "Bank and ledger, October" }).first().click();
  await page.getByRole("heading", { name: "Proof of balance" }).waitFor();
}

/** Opens an item of the list in Explore, by its place from 1, once it is there: a row whose content is on its way opens nothing. */
export async function openItem(page: Page, place: number): Promise<void> {
  await page.locator(`[role=region][aria-label=Results] [aria-rowindex="${place + 1}"]:not([aria-busy=true])`).click();
  await page.getByText("History and comments").waitFor();
}
