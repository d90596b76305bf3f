import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { undoLater } from "./undo.ts";

const OUTPUT_CAP_BYTES = 256 * 1024;
const POLL_MS = 20;

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly tracePath?: string;
  readonly surviveMs: number;
  /** How long the program must stay up after it has begun to listen; ends the watch early. */
  readonly settleMs: number;
  readonly openInput: boolean;
  /** Time that building the twin may take before the program starts. */
  readonly startUpMs: number;
}

export interface Watched {
  readonly child: ChildProcess;
  readonly outcome: "ended" | "alive" | "never-started";
  readonly elapsedMs: number;
  output(): string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Why it could not be started at all, such as ENOENT. */
  readonly startErrno?: string;
}

/** Starts a program and watches until its root process ends or has survived; what is still alive is left to the caller. */
export async function watchProcess(launch: Launch): Promise<Watched> {
  const child = spawn(launch.command, launch.args, {
    ...(launch.cwd === undefined ? {} : { cwd: launch.cwd }),
    env: { ...launch.environment },
    stdio: [launch.openInput ? "pipe" : "ignore", "pipe", "pipe"],
    detached: true,
  });
  // An interrupted doctor leaves nothing running.
  const forget = undoLater(async () => tryKill(child.pid ?? 0, "SIGKILL"));
  child.once("exit", () => void forget());
  const chunks: Buffer[] = [];
  let size = 0;
  const take = (chunk: Buffer): void => {
    if (size < OUTPUT_CAP_BYTES) chunks.push(chunk);
    size += chunk.length;
  };
  child.stdout?.on("data", take);
  child.stderr?.on("data", take);
  child.stdin?.on("error", () => undefined);
  let gone = false;
  let startErrno: string | undefined;
  child.on("error", (error: NodeJS.ErrnoException) => {
    gone = true;
    if (child.pid === undefined) startErrno = error.code ?? "ENOENT";
  });
  child.on("exit", () => (gone = true));
  const tail = launch.tracePath === undefined ? undefined : tailTrace(launch.tracePath);
  const began = Date.now();
  let started = tail === undefined ? began : 0;
  let listenedAt = 0;
  let outcome: Watched["outcome"] = "never-started";
  for (;;) {
    const news = tail?.();
    const now = Date.now();
    if (started === 0 && news?.started === true) started = now;
    if (listenedAt === 0 && news?.listened === true) listenedAt = now;
    if (gone || news?.rootEnded === true) {
      outcome = started === 0 || startErrno !== undefined ? "never-started" : "ended";
      break;
    }
    if (started === 0 ? now - began > launch.startUpMs : now - started >= launch.surviveMs) {
      outcome = started === 0 ? "never-started" : "alive";
      break;
    }
    if (listenedAt > 0 && now - listenedAt >= launch.settleMs) {
      outcome = "alive";
      break;
    }
    await sleep(POLL_MS);
  }
  // What was written last is still on its way through the pipes.
  if (outcome !== "alive") await settle(child, gone);
  tail?.close();
  return {
    child,
    outcome,
    elapsedMs: started === 0 ? 0 : Date.now() - started,
    output: () => Buffer.concat(chunks).toString("utf8"),
    exitCode: child.exitCode,
    signal: child.signalCode,
    ...(startErrno === undefined ? {} : { startErrno }),
  };
}

async function settle(child: ChildProcess, gone: boolean): Promise<void> {
  if (!gone) {
    await Promise.race([new Promise((resolve) => child.once("exit", resolve)), sleep(60)]);
    return;
  }
  await Promise.race([
    new Promise((resolve) => {
      if (child.stdout?.readableEnded !== false && child.stderr?.readableEnded !== false) resolve(undefined);
      else child.once("close", resolve);
    }),
    sleep(150),
  ]);
}

interface News {
  readonly started: boolean;
  readonly listened: boolean;
  readonly rootEnded: boolean;
}

function tailTrace(path: string): { (): News; close(): void } {
  let descriptor: number | undefined;
  let position = 0;
  let root = "";
  let rest = "";
  const state = { started: false, listened: false, rootEnded: false };
  const buffer = Buffer.alloc(1 << 16);
  const look = (): News => {
    if (descriptor === undefined) {
      if (!existsSync(path)) return state;
      descriptor = openSync(path, "r");
    }
    for (;;) {
      const count = readSync(descriptor, buffer, 0, buffer.length, position);
      if (count === 0) break;
      position += count;
      const lines = (rest + buffer.toString("latin1", 0, count)).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        root ||= /^\d+/.exec(line)?.[0] ?? "";
        state.started = true;
        state.listened ||= / listen\(\d+<(?!UNIX)/.test(line);
        state.rootEnded ||= line.startsWith(`${root} `) && / \+\+\+ (exited|killed)/.test(line);
      }
    }
    return state;
  };
  return Object.assign(look, {
    close: () => {
      if (descriptor !== undefined) closeSync(descriptor);
    },
  });
}

/** The process ids below one, by parent links. */
export async function descendants(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (stat !== "") parents.set(Number(name), parent);
  }
  const found: number[] = [];
  for (let queue = [pid]; queue.length > 0;) {
    const current = queue.shift();
    const children = [...parents].filter(([, parent]) => parent === current).map(([child]) => child);
    found.push(...children);
    queue.push(...children);
  }
  return found;
}

export function tryKill(pid: number, signal: NodeJS.Signals): void {
  if (pid <= 0) return;
  try {
    process.kill(pid, signal);
  } catch {
    // It was gone already.
  }
}
