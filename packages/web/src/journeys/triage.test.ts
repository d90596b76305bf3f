import { assignBreak, listBreaks, writeOffBreak, type Break, type Filter } from "@recon/api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { axeFindings } from "./axe-findings.ts";
import { findChromium } from "./find-chromium.ts";
import { openBrowser, type OpenBrowser } from "./open-browser.ts";
import { serveBuilt, type BuiltServer } from "./serve-built.ts";
import { hireStaff, signInAt, type Staff } from "./staff.ts";

const chromium = findChromium();
const open: Filter = { column: "status", in: ["open"] };
const suggested: Filter = { all: [open, { column: "kind", in: ["suggested"] }] };
const OPEN_BREAKS = 246;
const SUGGESTED = 19;

describe.skipIf(chromium === undefined)("triage of the bundled example", () => {
  let server: BuiltServer;
  let staff: Staff;
  let browser: OpenBrowser;
  let page: Page;
  const others: OpenBrowser[] = [];

  beforeAll(async () => {
    server = await serveBuilt();
    [staff, browser] = await Promise.all([hireStaff(server), openBrowser(chromium ?? "", server.url)]);
    page = browser.page;
    page.setDefaultTimeout(20_000);
  }, 120_000);
  afterAll(async () => {
    for (const each of [...others, ...(browser === undefined ? [] : [browser])]) await each.close();
    await server?.stop();
  });

  const view = (filter: Filter): string =>
    `/runs/${staff.run.id}/explore?${new URLSearchParams({ list: "breaks", filter: JSON.stringify(filter), sort: "-amount" }).toString()}`;
  const counted = (count: number, on = page): Promise<void> =>
    on.getByText(`${count} breaks`, { exact: true }).first().waitFor();
  const heading = (on = page) => on.getByRole("heading", { name: /^break \d+$/i });
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** Opens a browser of somebody else at a view. */
  async function join(email: string, path: string): Promise<Page> {
    const other = await openBrowser(chromium ?? "", server.url);
    others.push(other);
    other.page.setDefaultTimeout(20_000);
    await signInAt(other.page, email, path);
    return other.page;
  }
  const listed = async (): Promise<Break[]> =>
    (
      await staff.client.call(listBreaks, {
        params: { runId: staff.run.id },
        query: { filter: JSON.stringify(open), sort: "-amount", limit: 5 },
      })
    ).items;

  test("found by name, worked through by keyboard alone", async () => {
    // The ten seconds of undo stand still, however slow the machine is.
    await page.clock.setFixedTime(new Date());
    await signInAt(page, server.email, "/");
    await page.getByRole("heading", { name: /^Hello/ }).waitFor();
    await press("Control+k");
    await page.getByRole("combobox", { name: "Find" }).waitFor();
    await page.keyboard.type("bank and ledger");
    await page.getByRole("option", { name: /run, completed/ }).waitFor();
    expect.soft(await axeFindings(page)).toEqual([]);
    const names = await page.getByRole("option").allTextContents();
    for (let at = names.findIndex((name) => name.includes("run, completed")); at > 0; at--) await press("ArrowDown");
    await press("Enter");
    await page.getByRole("heading", { name: "Proof of balance" }).waitFor();
    await page.getByRole("link", { name: "Explore" }).focus();
    await press("Enter");
    await counted(OPEN_BREAKS);

    await press("?");
    await page.getByRole("dialog").getByText("Next open break").waitFor();
    expect.soft(await axeFindings(page)).toEqual([]);
    await press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    await press("j");
    const first = (await heading().textContent()) ?? "";
    await press("w");
    await page.getByLabel("Reason").waitFor();
    await page.keyboard.type("fee");
    await press("Enter");
    await counted(OPEN_BREAKS - 1);
    // The next open break is in front of the person before they ask for it.
    const second = (await heading().textContent()) ?? "";
    expect(second).not.toBe(first);
    await press("u");
    await counted(OPEN_BREAKS);

    await press("m");
    await page.getByRole("button", { name: "Give back" }).waitFor();
    await press("c");
    await page.keyboard.type("Asked the bank.");
    await press("Control+Enter");
    await page.getByText("Asked the bank.", { exact: true }).waitFor();
    await press("Escape", "k");
    expect(await heading().textContent()).toBe(first);
    await press("j");
    expect(await heading().textContent()).toBe(second);
    await press("m");
    await page.getByRole("button", { name: "Assign to me" }).waitFor();
  });

  test("suggestions are accepted and rejected, one key each", async () => {
    await page.goto(view(suggested));
    await counted(SUGGESTED);
    await press("j", "a");
    await counted(SUGGESTED - 1);
    await press("r");
    await counted(SUGGESTED - 2);
    await press("u");
    await counted(SUGGESTED - 1);
    await press("u");
    await counted(SUGGESTED);
  });

  test("many at once: count and value are told before, and all of it can be taken back", async () => {
    await page.goto(view(open));
    await counted(OPEN_BREAKS);
    await press("j", "x", "j", "x");
    await page.getByText("2 picked", { exact: true }).waitFor();
    await press("b");
    await page.getByLabel("Reason").fill("timing");
    await press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("2 breaks", { exact: true }).waitFor();
    expect(await dialog.getByText(/^[\d,]+\.\d\d EUR$/).count()).toBe(1);
    expect.soft(await axeFindings(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Write off: 2 breaks" }).click();
    await counted(OPEN_BREAKS - 2);
    await press("u");
    await counted(OPEN_BREAKS);
  });

  test("two people on one break: who was slower is told who was faster, and loses nothing", async () => {
    await staff.invite("Marta Keller", "marta@example.com", "analyst");
    const marta = await join("marta@example.com", view(open));
    await counted(OPEN_BREAKS, marta);
    const [top, next] = await listed();
    if (top === undefined || next === undefined) throw new Error("there are open breaks");
    // What Marta sees stands still for a moment, as on a slow line.
    let isHeld = true;
    const held: (() => Promise<void>)[] = [];
    await marta.keyboard.press("j");
    await heading(marta)
      .filter({ hasText: String(top.breakId) })
      .waitFor();
    // All that the inspector asks for has come: what was done about this break before is among it.
    await marta
      .getByText(/wrote it off|Nothing was decided or said yet/)
      .first()
      .waitFor();
    await marta.route(/\/api\/runs\/[^/]+\/breaks/, (route) =>
      isHeld && route.request().method() === "GET" ? void held.push(() => route.continue()) : route.continue(),
    );
    await staff.client.call(writeOffBreak, {
      params: { runId: staff.run.id, breakId: top.breakId },
      body: { reasonCode: "fee" },
      ifMatch: top.version,
    });
    await marta.keyboard.press("m");
    await marta.getByText("Administrator was faster").waitFor();
    isHeld = false;
    for (const release of held.splice(0)) await release();
    await counted(OPEN_BREAKS - 1, marta);
    // The break that she looks at stays in front of her, as it is by now, although it has left the list.
    await heading(marta)
      .filter({ hasText: String(top.breakId) })
      .waitFor();
    await marta.getByRole("complementary", { name: "Inspector" }).getByText("written off").first().waitFor();
    await marta.keyboard.press("j");
    await heading(marta)
      .filter({ hasText: String(next.breakId) })
      .waitFor();
  });

  test("after a lost connection the missed decision arrives by itself", async () => {
    const marta = others[0]?.page ?? page;
    const [top] = await listed();
    if (top === undefined) throw new Error("there are open breaks");
    let isCut = true;
    const connections: { close(): Promise<void> }[] = [];
    await marta.routeWebSocket(/\/ws/, (socket) => {
      if (isCut) return void socket.close();
      socket.connectToServer();
      connections.push(socket);
    });
    isCut = false;
    await marta.reload();
    await counted(OPEN_BREAKS - 1, marta);
    await expect.poll(() => connections.length, { timeout: 20_000 }).toBeGreaterThan(0);
    isCut = true;
    for (const connection of connections.splice(0)) await connection.close();
    await staff.client.call(assignBreak, {
      params: { runId: staff.run.id, breakId: top.breakId },
      body: { assigneeId: null },
      ifMatch: top.version,
    });
    await staff.client.call(writeOffBreak, {
      params: { runId: staff.run.id, breakId: top.breakId },
      body: { reasonCode: "fee" },
      ifMatch: top.version + 1,
    });
    isCut = false;
    await counted(OPEN_BREAKS - 2, marta);
    expect(connections).toHaveLength(1);
  });

  test("a viewer sees everything and can decide nothing", async () => {
    await staff.invite("Vera Blick", "vera@example.com", "viewer");
    const vera = await join("vera@example.com", view(open));
    await counted(OPEN_BREAKS - 2, vera);
    await vera.keyboard.press("j");
    await vera.getByText("History and comments").waitFor();
    for (const name of ["Write off …", "Assign to me", "Comment"])
      expect(await vera.getByRole("button", { name, exact: true }).count()).toBe(0);
    expect(await vera.getByRole("checkbox", { name: /^Pick row/ }).count()).toBe(0);
    for (const key of ["w", "m", "x", "b"]) await vera.keyboard.press(key);
    expect(await vera.getByRole("dialog").count()).toBe(0);
    await vera.keyboard.press("?");
    await vera.getByRole("dialog").getByText("Next open break").waitFor();
    expect(await vera.getByRole("dialog").getByText("Write off").count()).toBe(0);
  });

  test("no script failed, no policy was broken", () => {
    for (const { faults } of [browser, ...others]) expect(faults).toEqual([]);
  });
});
