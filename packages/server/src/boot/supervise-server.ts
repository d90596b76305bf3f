import { spawn, type ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { removeTrail } from "./breadcrumbs.ts";
import { explainExit } from "./explain-exit.ts";
import { explainLimits } from "./failures/explain-limits.ts";
import { serveExit, type Failure } from "./failure.ts";
import { LINK_FD, readLink, type Ending, type StopRequest } from "./launcher-link.ts";
import { lastWords, say, writeTerminationFile } from "./last-words.ts";
import { countMemoryKills } from "./memory-kills.ts";
import type { Phase } from "./phases.ts";
import { appendHistory, type HistoryLine } from "./start-history.ts";
import { ownVariables } from "./own-variables.ts";
import type { StopSignals } from "./stop-signals.ts";

const STDERR_TAIL = 16_384;
/** A process of the server's that outlives it may hold its standard error open. */
const OUTPUT_GRACE_MS = 1_000;
/** How long beyond its own bound a stopping server may take before it counts as hung. */
const STOP_GRACE_MS = 2_000;
const DEFAULT_STOP_S = 8;
/** A group signal may reach the server before it reaches us. */
const GROUP_SIGNAL_MS = 100;

export interface Supervision {
  readonly env: NodeJS.ProcessEnv;
  readonly nodePath?: string;
  readonly onReady?: (url: string) => void;
  readonly dataDir: string;
  readonly instanceId: string;
  /** File of this start's breadcrumbs. */
  readonly trail: string;
  readonly stops: StopSignals;
}

interface Watched {
  phase: Phase;
  stderrTail: string;
  ending: Ending | undefined;
  hung: boolean;
}

interface Exit {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly spawnError?: NodeJS.ErrnoException;
}

/** Runs one server process to its end, records both in the start history and resolves with the exit code. */
export async function superviseServer(supervision: Supervision): Promise<number> {
  const memoryKills = countMemoryKills();
  const child = spawnServer(supervision);
  const watched: Watched = { phase: "load", stderrTail: "", ending: undefined, hung: false };
  record(supervision, child, { event: "started", phase: "load" });
  watchOutput(child, watched, supervision.onReady);
  const killTimer = forwardStop(child, supervision, watched);
  const exit = await exitOf(child);
  clearTimeout(killTimer());
  const how = await judge(supervision, watched, {
    ...exit,
    killedForMemory: countMemoryKills() > memoryKills,
  });
  if (how.kind === "failed") reportFailure(supervision, how.failure);
  else say(`recon: ${how.description}\n`);
  const failure = how.kind === "failed" ? how.failure : undefined;
  record(supervision, child, {
    event: "ended",
    phase: watched.phase,
    exitCode: failure?.exitCode ?? serveExit.stopped,
    signal: exit.signal,
    code: failure?.code ?? null,
    description: failure?.description ?? (how.kind === "stopped" ? how.description : null),
  });
  removeTrail(supervision.trail);
  return failure?.exitCode ?? serveExit.stopped;
}

function spawnServer({ env, nodePath, dataDir, instanceId, trail }: Supervision): ChildProcess {
  const self = import.meta.url;
  const fromSource = self.endsWith(".ts");
  const program = fileURLToPath(new URL(fromSource ? "./server-process.ts" : "./server-process.js", self));
  const flags = fromSource ? ["--conditions=source", "--disable-warning=ExperimentalWarning"] : [];
  return spawn(nodePath ?? process.execPath, [...flags, program], {
    // Logs go straight out; standard error passes through here, so that its last lines are known when the process is gone.
    stdio: ["ignore", "inherit", "pipe", "pipe", "ipc"],
    env: { ...env, ...ownVariables({ dataDir, instanceId, trail }) },
  });
}

function watchOutput(child: ChildProcess, watched: Watched, onReady?: (url: string) => void): void {
  child.stderr?.on("data", (chunk: Buffer) => {
    say(chunk);
    watched.stderrTail = (watched.stderrTail + chunk.toString("utf8")).slice(-STDERR_TAIL);
  });
  // A child that could not be started has no pipes at all, whatever the types say.
  const pipes = child.stdio as ChildProcess["stdio"] | undefined;
  const link = pipes?.[LINK_FD] as Readable | null | undefined;
  const read = readLink((message) => {
    if (message.kind === "phase") watched.phase = message.phase;
    else if (message.kind === "ready") {
      say(`recon: ready at ${message.url} after ${message.startMs} ms\n`);
      onReady?.(message.url);
    } else watched.ending = message.end;
  });
  link?.setEncoding("utf8").on("data", read);
}

/** Asks the server to stop when we are asked to, and ends it when it does not within its bound. */
function forwardStop(
  child: ChildProcess,
  { env, stops }: Supervision,
  watched: Watched,
): () => NodeJS.Timeout | undefined {
  let timer: NodeJS.Timeout | undefined;
  const boundMs = (Number(env["STOP_TIMEOUT_S"]) || DEFAULT_STOP_S) * 1000 + STOP_GRACE_MS;
  stops.onRequest((reason) => {
    if (child.connected) child.send({ kind: "stop", reason } satisfies StopRequest, () => undefined);
    timer = setTimeout(() => {
      watched.hung = true;
      child.kill("SIGKILL");
    }, boundMs);
  });
  return () => timer;
}

/** Resolves once the process is gone and what it said has been read. */
function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    let exit: Exit | undefined;
    let grace: NodeJS.Timeout | undefined;
    child.once("error", (spawnError) => {
      if (child.pid === undefined) resolve({ exitCode: null, signal: null, spawnError });
    });
    child.once("exit", (exitCode, signal) => {
      exit = { exitCode, signal };
      // On a starved machine the time is up before what has already arrived was read: give that one more turn.
      grace = setTimeout(() => setImmediate(() => resolve({ exitCode, signal })), OUTPUT_GRACE_MS);
    });
    child.once("close", (exitCode, signal) => {
      clearTimeout(grace);
      resolve(exit ?? { exitCode, signal });
    });
  });
}

async function judge(
  { stops, nodePath }: Supervision,
  watched: Watched,
  exit: Exit & { killedForMemory: boolean },
): Promise<Ending> {
  if (exit.spawnError !== undefined) return { kind: "failed", failure: spawnFailure(exit.spawnError, nodePath) };
  if (watched.ending !== undefined) return watched.ending;
  if (watched.hung) return { kind: "failed", failure: hungFailure(watched.phase) };
  const asked = exit.signal === "SIGTERM" || exit.signal === "SIGINT" || exit.signal === "SIGHUP";
  if (asked && stops.received === undefined) await new Promise((resolve) => setTimeout(resolve, GROUP_SIGNAL_MS));
  if (asked && stops.received !== undefined) {
    return { kind: "stopped", description: `stopped on request (${stops.received}) before the start was complete` };
  }
  return { kind: "failed", failure: explainExit({ ...watched, ...exit }) };
}

function spawnFailure(error: NodeJS.ErrnoException, nodePath = process.execPath): Failure {
  const limit = explainLimits(error, "load");
  if (limit !== undefined) return limit;
  return {
    code: "SPAWN_FAILED",
    description: `the server process could not be started: ${error.message}`,
    action:
      error.code === "ENOENT"
        ? `Node is not where it should be (${nodePath}): install it again.`
        : "The system refused another process: look at its limits (ulimit -u, pids.max of the container) and its free memory.",
    exitCode: serveExit.system,
  };
}

function hungFailure(phase: Phase): Failure {
  return {
    code: "STOP_HUNG",
    description: `asked to stop, the server did not end within its bound (it was in phase ${phase}) and was killed`,
    action: "Nothing that was answered is lost; jobs go on at the next start. If it happens again, report it.",
    exitCode: serveExit.bug,
  };
}

function reportFailure({ env }: Supervision, failure: Failure): void {
  const words = lastWords(failure);
  say(words);
  writeTerminationFile(env, words);
}

type Recorded = Pick<HistoryLine, "event" | "phase"> & Partial<HistoryLine>;

function record({ dataDir, instanceId }: Supervision, child: ChildProcess, line: Recorded): void {
  const defaults = { exitCode: null, signal: null, code: null, description: null };
  const base = { v: 1 as const, instanceId, pid: child.pid ?? 0, at: new Date().toISOString() };
  try {
    appendHistory(dataDir, { ...base, ...defaults, ...line });
  } catch (error) {
    if (line.event === "ended")
      say(`recon: the end could not be written to the history: ${(error as Error).message}\n`);
  }
}
