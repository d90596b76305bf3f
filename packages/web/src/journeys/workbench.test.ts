import {
  addDecimals,
  addMember,
  changePassword,
  createClient,
  createUser,
  getRunOverview,
  listGroups,
  listRuns,
  login,
  matchRecords,
  type Client,
  type Run,
  type RunOverview,
} from "@recon/api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { axeFindings } from "./axe-findings.ts";
import { findChromium } from "./find-chromium.ts";
import { openBrowser, type OpenBrowser } from "./open-browser.ts";
import { serveBuilt, type BuiltServer } from "./serve-built.ts";
import { openExample, ownPassword, walkIn } from "./walk-in.ts";

const chromium = findChromium();

/** Records of a side with an outcome, and what they come to in a currency. */
function outcomeOf({ outcomes }: RunOverview, side: "left" | "right", outcome: string) {
  const own = outcomes.filter((one) => one.side === side && one.outcome === outcome && one.currency === "EUR");
  return {
    records: own.reduce((sum, { records }) => sum + records, 0),
    total: addDecimals(...own.map(({ total }) => total ?? "0")),
  };
}

/** Somebody else at work: through the API, with a first password changed. */
async function callAs(url: string, email: string, passwords: readonly [string, string?]): Promise<Client> {
  const client = createClient({ baseUrl: url });
  const [password, fresh] = passwords;
  client.useAccessToken((await client.call(login, { body: { email, password } })).accessToken);
  if (fresh === undefined) return client;
  await client.call(changePassword, { body: { currentPassword: password, newPassword: fresh } });
  return callAs(url, email, [fresh]);
}

describe.skipIf(chromium === undefined)("the workbench, by keyboard, on the left-over records of the example", () => {
  let server: BuiltServer;
  let browser: OpenBrowser;
  let page: Page;
  let admin: Client;
  let run: Run;
  let before: RunOverview;

  beforeAll(async () => {
    server = await serveBuilt();
    browser = await openBrowser(chromium ?? "", server.url);
    page = browser.page;
    page.setDefaultTimeout(15_000);
    await walkIn(page, server);
    await openExample(page);
    admin = await callAs(server.url, server.email, [ownPassword]);
    const [first] = (await admin.call(listRuns, { query: { limit: 1 } })).items;
    if (first === undefined) throw new Error("the example has not run");
    run = first;
    before = await admin.call(getRunOverview, { params: { runId: run.id } });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const grid = (side: "Left" | "Right") => page.getByRole("grid", { name: `${side} records` });
  const difference = () => page.getByRole("region", { name: "Difference" });
  const leftOver = async (left: number, right: number): Promise<void> => {
    await page.getByText(`${left} left over`, { exact: true }).waitFor();
    await page.getByText(`${right} left over`, { exact: true }).waitFor();
  };
  const search = async (text: string, found: number): Promise<void> => {
    await page.keyboard.press("/");
    await page.keyboard.type(text);
    await page.getByText(`${found} left over`, { exact: true }).first().waitFor();
    await page.keyboard.press("ArrowDown");
  };

  test("a suggestion brings the difference to zero; matched, undone, matched again", async () => {
    await page.getByRole("link", { name: "Workbench" }).click();
    await leftOver(71, 92);
    await grid("Left").focus();
    await search("36846.84", 1);
    await page.keyboard.press("Space");
    await difference().getByText("36,846.84 EUR").waitFor();
    await difference().getByText("to zero").first().waitFor();
    expect.soft(await axeFindings(page)).toEqual([]);
    await page.keyboard.press("1");
    await difference().getByText("The sums agree.").waitFor();
    expect(await difference().getByRole("status").textContent()).toBe("0.00 EUR");
    await page.keyboard.press("Enter");
    await page.getByText("Matched 1 with 1").waitFor();
    await page.getByText("91 left over", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("92 left over", { exact: true }).waitFor();
    await difference().getByText("The sums agree.").waitFor();
    await difference().getByRole("button", { name: "Match" }).click();
    await page.getByRole("row", { name: "-2 1:1 36,846.84 36,846.84 0.00" }).waitFor();
  });

  test("a bulk transfer against its payments: the rest is booked with a reason", async () => {
    await page.getByRole("textbox", { name: "Search left" }).fill("012666");
    await page.getByText("1 left over", { exact: true }).waitFor();
    await grid("Left").press("Space");
    await difference().getByText("−8,712.21 EUR").waitFor();
    await page.keyboard.press("ArrowRight");
    await search("012666", 7);
    await page.getByRole("region", { name: "Right, left over" }).getByRole("button", { name: "Pick all" }).click();
    await difference().getByText("−244.96 EUR").waitFor();
    await page.reload();
    await difference().getByText("−244.96 EUR").waitFor();
    await grid("Right").focus();
    await page.keyboard.press("b");
    expect.soft(await axeFindings(page)).toEqual([]);
    await page.getByLabel("Reason for the rest").fill("not posted");
    await page.keyboard.press("Enter");
    await page.getByRole("row", { name: "-3 1:7 −8,712.21 −8,467.25 −244.96 not posted" }).waitFor();
    await page.getByText("Matched 1 with 7, the rest as not posted").waitFor();
  });

  test("the server counts and sums the same, and the proof of balance still holds", async () => {
    const params = { runId: run.id };
    const after = await admin.call(getRunOverview, { params });
    const [left, right] = (["left", "right"] as const).map((side) => ({
      was: outcomeOf(before, side, "matched"),
      is: outcomeOf(after, side, "matched"),
    }));
    expect(left?.is.records).toBe((left?.was.records ?? 0) + 2);
    expect(left?.is.total).toBe(addDecimals(left?.was.total ?? "", "36846.84", "-8712.21"));
    expect(right?.is.records).toBe((right?.was.records ?? 0) + 8);
    expect(right?.is.total).toBe(addDecimals(right?.was.total ?? "", "36846.84", "-8467.25"));
    expect(after.proof.map(({ agrees }) => agrees)).not.toContain(false);
    const made = { filter: JSON.stringify({ column: "origin", in: ["review"] }), sort: "groupId" };
    const { items } = await admin.call(listGroups, { params, query: made });
    expect(items.map(({ status, residual, reasonCode }) => [status, residual, reasonCode])).toEqual([
      ["matched", "-244.96", "not posted"],
      ["matched", "0.00", null],
      ["split", "0.00", null],
    ]);
  });

  test("a record that somebody else takes is told, with who took it", async () => {
    const email = "anna@example.com";
    const first = "the first one was read aloud";
    const { id: userId } = await admin.call(createUser, {
      body: { email, name: "Anna", role: "analyst", password: first },
    });
    await admin.call(addMember, { params: { projectId: run.projectId }, body: { userId, role: "analyst" } });
    const anna = await callAs(server.url, email, [first, "nobody else has heard this"]);
    await page.goto(`/runs/${run.id}/workbench?left=[145]&right=[162]`);
    await difference().getByText("0.90 EUR").waitFor();
    await anna.call(matchRecords, {
      params: { runId: run.id },
      body: { left: [{ rowId: 145 }], right: [{ rowId: 162 }], reasonCode: "fee" },
    });
    await page.getByText(/The left record 145 is matched by now, by Anna/).waitFor();
    expect(await difference().getByRole("button", { name: "Match" }).isEnabled()).toBe(false);
    expect.soft(await axeFindings(page)).toEqual([]);
    expect(browser.faults).toEqual([]);
  });
});
