/**
 * `npm run bench:web`: scrolling, jumping, sorting, filtering and searching a result of a million breaks in headless
 * Chromium, against the built server. Writes its section of bench/RESULTS.md; takes about three minutes.
 */
import { availableParallelism, cpus } from "node:os";
import {
  createReconciliation,
  describeResult,
  getRun,
  getSource,
  startRun,
  uploadSource,
  type RunId,
  type SourceId,
} from "@recon/api";
import type { Page } from "playwright-core";
import { replaceSection } from "../../../../bench/section.ts";
import { findChromium } from "./find-chromium.ts";
import { openBrowser } from "./open-browser.ts";
import { serveBuilt } from "./serve-built.ts";
import { hireStaff, signInAt, type Staff } from "./staff.ts";

const BREAKS = 1_000_000;
const POLL_MS = 500;
const ROUNDS = 5;
const plan = `version: 1
name: million
left: { files: [left.csv] }
right: { files: [right.csv] }
fields:
  ref: { type: text }
  party: { type: text }
  amount: { type: money }
  booked: { type: date }
roles: { amount: amount, date: booked }
passes:
  - { name: exact, kind: keyed, on: [ref] }
`;

/** Half of the breaks on a side: no reference stands on both. */
function makeSide(letter: string): Blob {
  const line = (i: number): string =>
    `${letter}${i},party ${(i * 7919) % 50_021},${((i * 104_729) % 10_000_019) / 100},2026-10-${String(1 + (i % 28)).padStart(2, "0")}`;
  const lines = Array.from({ length: BREAKS / 2 }, (_, i) => line(i));
  return new Blob([`ref,party,amount,booked\n${lines.join("\n")}\n`]);
}

const until = async <T>(read: () => Promise<T>, isThere: (value: T) => boolean): Promise<T> => {
  for (;;) {
    const value = await read();
    if (isThere(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
};

async function upload({ client, projectId }: Staff, fileName: string, body: Blob): Promise<SourceId> {
  const { id } = await client.call(uploadSource, { params: { projectId }, query: { fileName }, body: body as never });
  const source = await until(
    () => client.call(getSource, { params: { sourceId: id } }),
    ({ status }) => status === "ready" || status === "failed",
  );
  if (source.status === "failed") throw new Error(`${fileName} could not be read`);
  return id;
}

/** A run of a million breaks whose index stands. */
async function runMillion(staff: Staff): Promise<RunId> {
  const { client, projectId } = staff;
  const left = await upload(staff, "left.csv", makeSide("L"));
  const right = await upload(staff, "right.csv", makeSide("R"));
  const { id: reconciliationId } = await client.call(createReconciliation, {
    params: { projectId },
    body: { name: "A million breaks", plan, left: [left], right: [right] },
  });
  const { id: runId } = await client.call(startRun, { params: { reconciliationId }, body: {} });
  const run = await until(
    () => client.call(getRun, { params: { runId } }),
    ({ status }) => status !== "queued" && status !== "running",
  );
  if (run.status !== "completed") throw new Error(`the run is ${run.status}: ${run.problem?.detail ?? ""}`);
  await until(
    () => client.call(describeResult, { params: { runId } }),
    ({ indexed }) => indexed,
  );
  return runId;
}

interface Line {
  readonly what: string;
  readonly times: readonly number[];
}

/** All rows in sight are there, and as many as are told. */
async function settled(page: Page, count: number): Promise<void> {
  await page
    .getByText(`${new Intl.NumberFormat("en-GB").format(count)} breaks`, { exact: true })
    .first()
    .waitFor();
  await page.waitForFunction(() => {
    const rows = document.querySelectorAll("[role=row][aria-selected]");
    return rows.length > 0 && document.querySelector("[data-coming]") === null;
  });
}

async function timed(act: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

/** Milliseconds between frames while the wheel turns, 60 turns of 300 pixels. */
async function wheelFrames(page: Page): Promise<readonly number[]> {
  await page.getByRole("region", { name: "Results" }).hover();
  await page.evaluate(() => {
    const frames: number[] = [];
    let last = performance.now();
    const note = (now: number): void => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    Object.assign(globalThis, { frames });
  });
  for (let turn = 0; turn < 60; turn++) await page.mouse.wheel(0, 300);
  return page.evaluate(() => (globalThis as unknown as { frames: number[] }).frames.slice(1));
}

async function measure(page: Page): Promise<readonly Line[]> {
  const jumps: number[] = [];
  const frames = await wheelFrames(page);
  await settled(page, BREAKS);
  for (const share of [0.5, 0.1, 0.99, 0.33, 1])
    jumps.push(
      await timed(async () => {
        await page.getByRole("region", { name: "Results" }).evaluate((element, to) => {
          element.scrollTop = to * (element.scrollHeight - element.clientHeight);
        }, share);
        await page.waitForFunction(
          (least) => Number(document.querySelector("[role=row][aria-rowindex]:last-child")?.ariaRowIndex) > least,
          share * BREAKS * 0.98,
        );
        await settled(page, BREAKS);
      }),
    );
  const sorts: number[] = [];
  for (const name of ["date", "amount", "amount", "date", "kind"])
    sorts.push(
      await timed(async () => {
        await page.getByRole("columnheader", { name }).getByRole("button").click();
        await settled(page, BREAKS);
      }),
    );
  const filters: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const left = page.getByRole("checkbox", { name: /^left/ });
    filters.push(await timed(async () => (await left.check(), settled(page, BREAKS / 2))));
    await left.uncheck();
    await settled(page, BREAKS);
  }
  const searches: number[] = [];
  for (const text of ["L499999", "R123456", "L7777", "R250000", "L31337"].map((one) => one.padEnd(7, "0"))) {
    searches.push(
      await timed(async () => {
        await page.getByLabel("Search").fill(text);
        await page
          .getByText(/^(0|1|2|\d) breaks$/)
          .first()
          .waitFor();
      }),
    );
    await page.getByLabel("Search").fill("");
    await settled(page, BREAKS);
  }
  const moves: number[] = [];
  for (let round = 0; round < 20; round++)
    moves.push(
      await page.evaluate(async () => {
        const before = document.querySelector("aside h2")?.textContent;
        const started = performance.now();
        document.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
        while (document.querySelector("aside h2")?.textContent === before)
          await new Promise((resolve) => requestAnimationFrame(resolve));
        return performance.now() - started;
      }),
    );
  return [
    { what: "a frame while the wheel turns", times: frames },
    { what: "a pull at the bar to another part, until its rows are there", times: jumps },
    { what: "sort by another column", times: sorts },
    { what: "filter: one side", times: filters },
    { what: "search, the 300 ms of waiting for the next letter included", times: searches },
    { what: "next break by key, until it is shown", times: moves },
  ];
}

function report(lines: readonly Line[]): string {
  const at = (times: readonly number[], share: number): string => {
    const sorted = [...times].sort((a, b) => a - b);
    return String(Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0));
  };
  const rows = lines.map(({ what, times }) => `| ${what} | ${times.length} | ${at(times, 0.5)} | ${at(times, 1)} |`);
  return [
    `${new Intl.NumberFormat("en").format(BREAKS)} open breaks, half on each side, in headless Chromium without a graphics card, on the machine of the server: ${availableParallelism()} × ${cpus()[0]?.model ?? "unknown"}. Milliseconds as a person has them, from the press to the rows. \`npm run bench:web\`.`,
    "",
    "| what | times | median | longest |",
    "| --- | ---: | ---: | ---: |",
    ...rows,
  ].join("\n");
}

const chromium = findChromium();
if (chromium === undefined) throw new Error("no Chromium: install Debian's chromium or set RECON_CHROMIUM");
const server = await serveBuilt();
try {
  const staff = await hireStaff(server);
  const runId = await runMillion(staff);
  const { page, close } = await openBrowser(chromium, server.url);
  page.setDefaultTimeout(60_000);
  const opened = await timed(async () => {
    await signInAt(page, server.email, `/runs/${runId}/explore?list=breaks`);
    await settled(page, BREAKS);
  });
  const again = await timed(async () => {
    await page.reload();
    await settled(page, BREAKS);
  });
  const lines = [
    { what: "open Explore for the first time, sign-in included", times: [opened] },
    { what: "open it again by its address", times: [again] },
    ...(await measure(page)),
  ];
  await close();
  const text = report(lines);
  console.log(text);
  replaceSection("A million breaks in the browser", text);
} finally {
  await server.stop();
}
