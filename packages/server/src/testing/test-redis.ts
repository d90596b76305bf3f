import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./test-postgres.ts";

/** A Redis server of the tests: real, on a free port of the loopback. It can be stopped and started again. */
export interface TestRedis {
  readonly url: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Holds it still: it keeps its connections and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** Stops it for good. */
  remove(): Promise<void>;
}

/** Starts Redis from Debian's packages, installing them as root; undefined where neither is possible. */
export async function startRedis(): Promise<TestRedis | undefined> {
  if (!isInstalled() && !install()) {
    console.warn("tests on Redis are skipped: it is not installed and cannot be installed here");
    return undefined;
  }
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "recon-redis-"));
  let running: ChildProcess | undefined;
  const redis: TestRedis = {
    url: `redis://127.0.0.1:${port}`,
    async start() {
      const options = [
        "--port",
        String(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        folder,
      ];
      running = spawn("redis-server", options, { stdio: ["ignore", "pipe", "inherit"] });
      for await (const text of running.stdout!) if (String(text).includes("Ready to accept connections")) break;
    },
    async stop() {
      if (running === undefined) return;
      const gone = once(running, "exit");
      running.kill("SIGKILL");
      running = undefined;
      await gone;
    },
    freeze: () => void running?.kill("SIGSTOP"),
    thaw: () => void running?.kill("SIGCONT"),
    async remove() {
      await redis.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await redis.start();
  return redis;
}

const isInstalled = (): boolean => spawnSync("redis-server", ["--version"], { stdio: "ignore" }).status === 0;

function install(): boolean {
  if (process.getuid?.() !== 0) return false;
  const options = {
    stdio: "ignore",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" },
  } as const;
  const apt = (...args: readonly string[]): boolean => spawnSync("apt-get", args, options).status === 0;
  const packages = ["install", "-y", "-qq", "--no-install-recommends", "redis-server"];
  return (apt(...packages) || (apt("update", "-qq") && apt(...packages))) && isInstalled();
}
