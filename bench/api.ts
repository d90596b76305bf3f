/**
 * `npm run bench:api`: health, pages of results and live events of a real server on the embedded store, over HTTP and sockets on the loopback. It stays
 * below the server's own rate limits, which is why it takes two minutes. Writes its section of RESULTS.md.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import autocannon from "autocannon";
import { WebSocket } from "ws";
import { replaceSection } from "./section.ts";

const SOCKETS = 1000;
const EVENTS = 20;
/** Below the 1,200 requests a minute that one person may make. */
const PAGES = 900;
const PASSWORD = "bench horse battery staple 1";

interface Line {
  readonly what: string;
  readonly count: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

async function startServer(dataDir: string): Promise<{ child: ChildProcess; url: string; password: string }> {
  const program = join(import.meta.dirname, "../packages/cli/bin/recon.js");
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    PORT: "0",
    HOST: "127.0.0.1",
    NODE_ENV: "development",
    LOG_LEVEL: "error",
  };
  const child = spawn(process.execPath, [program, "serve"], { env, stdio: ["ignore", "pipe", "pipe"] });
  let told = "";
  child.stdout.on("data", (chunk: Buffer) => (told += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (told += chunk.toString()));
  for (let waited = 0; waited < 60_000; waited += 50) {
    const url = /ready at (http:\/\/\S+)/.exec(told)?.[1];
    const password = /administrator \S+ password (\S+)/.exec(told)?.[1];
    if (url !== undefined && password !== undefined)
      return { child, url: url.replace("localhost", "127.0.0.1"), password };
    await sleep(50);
  }
  throw new Error(`the server did not start: ${told}`);
}

async function call<T>(url: string, how: { token?: string; body?: unknown } = {}): Promise<T> {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    ...(how.token === undefined ? {} : { authorization: `Bearer ${how.token}` }),
  };
  const answer = await fetch(
    url,
    how.body === undefined ? { headers } : { method: "POST", headers, body: JSON.stringify(how.body) },
  );
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function signIn(url: string, first: string): Promise<string> {
  const login = (password: string) =>
    call<{ accessToken: string }>(`${url}/api/auth/login`, { body: { email: "admin@recon.local", password } });
  const { accessToken } = await login(first);
  await call(`${url}/api/auth/password/change`, {
    token: accessToken,
    body: { currentPassword: first, newPassword: PASSWORD },
  });
  return (await login(PASSWORD)).accessToken;
}

/** The bundled example, which the server reconciles at its first start. */
async function exampleRun(url: string, token: string): Promise<string> {
  for (let waited = 0; waited < 120_000; waited += 500) {
    const { items } = await call<{ items: { id: string; status: string }[] }>(`${url}/api/runs`, { token });
    const done = items.find(({ status }) => status === "completed");
    if (done !== undefined) return done.id;
    await sleep(500);
  }
  throw new Error("the example was not reconciled");
}

async function cannon(what: string, options: autocannon.Options): Promise<Line> {
  const result = await autocannon(options);
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${what}: ${result.non2xx} refused, ${result.errors} failed`);
  return {
    what,
    count: result.requests.total,
    perSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
  };
}

/** From the moment a decision is sent to its arrival at each of the sockets. */
async function measureEvents(url: string, token: string, runId: string): Promise<Line> {
  const sockets: WebSocket[] = [];
  const delays: number[] = [];
  let sentAt = 0;
  let [ready, received] = [0, 0];
  for (let i = 0; i < SOCKETS; i++) {
    const { ticket } = await call<{ ticket: string }>(`${url}/api/ws-tickets`, { token, body: {} });
    const socket = new WebSocket(`${url.replace("http", "ws")}/ws?ticket=${ticket}`);
    socket.on("message", (data) => {
      const { type } = JSON.parse((data as Buffer).toString()) as { type: string };
      if (type === "stream.subscribed") ready++;
      if (type !== "review.changed") return;
      received++;
      delays.push(performance.now() - sentAt);
    });
    await once(socket, "open");
    socket.send(JSON.stringify({ op: "subscribe", room: `run:${runId}` }));
    sockets.push(socket);
  }
  const until = async (isDone: () => boolean): Promise<void> => {
    for (let waited = 0; !isDone(); waited += 5) {
      if (waited > 30_000) throw new Error(`${ready} subscribed, ${received} events received`);
      await sleep(5);
    }
  };
  await until(() => ready === SOCKETS);
  const { items } = await call<{ items: { breakId: number }[] }>(`${url}/api/runs/${runId}/breaks?limit=1`, { token });
  const startedAt = performance.now();
  for (let i = 1; i <= EVENTS; i++) {
    sentAt = performance.now();
    await call(`${url}/api/runs/${runId}/breaks/${items[0]!.breakId}/comments`, {
      token,
      body: { body: `event ${i}` },
    });
    await until(() => received === i * SOCKETS);
  }
  const perSecond = received / ((performance.now() - startedAt) / 1000);
  for (const socket of sockets) socket.terminate();
  const sorted = delays.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return {
    what: `events to ${SOCKETS} sockets (comment sent → received)`,
    count: received,
    perSecond,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}

function formatSection(lines: readonly Line[]): string {
  const row = ({ what, count, perSecond, p50Ms, p99Ms }: Line): string =>
    `| ${what} | ${count} | ${Math.round(perSecond)} | ${p50Ms.toFixed(1)} | ${p99Ms.toFixed(1)} |`;
  return [
    `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores (${cpus()[0]?.model ?? ""}), Node ${process.version}, embedded store, client and server on one machine.`,
    "Written by `npm run bench:api`.",
    "",
    "| what | count | per second | p50 ms | p99 ms |",
    "| --- | --: | --: | --: | --: |",
    ...lines.map(row),
  ].join("\n");
}

async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "recon-bench-api-"));
  const { child, url, password } = await startServer(dataDir);
  try {
    const token = await signIn(url, password);
    const runId = await exampleRun(url, token);
    const lines = [
      await cannon("GET /api/health, 50 connections", { url: `${url}/api/health`, connections: 50, duration: 8 }),
    ];
    const pages = {
      url: `${url}/api/runs/${runId}/rows?limit=100&sort=-amount`,
      headers: { authorization: `Bearer ${token}` },
      connections: 8,
      amount: PAGES,
    };
    lines.push(await cannon("GET …/rows, 100 of 8,000 records by amount, 8 connections", pages));
    await sleep(61_000);
    lines.push(await measureEvents(url, token, runId));
    const section = formatSection(lines);
    replaceSection("The API", section);
    console.log(section);
  } finally {
    const ended = once(child, "close");
    child.kill("SIGTERM");
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  }
}

await main();
