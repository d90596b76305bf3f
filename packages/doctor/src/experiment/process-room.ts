import { chmod, mkdtemp, readFile, rm, writeFile, copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { hostFiles } from "../files/file-tree.ts";
import { listeningPorts } from "../trace/listening.ts";
import { parseTrace, type Trace } from "../trace/parse-trace.ts";
import type { Change } from "./change.ts";
import { debugScript, readDebugger } from "./debugger.ts";
import { probeEnvironment } from "./probe-environment.ts";
import { shellCommand, shellQuote } from "./shell-quote.ts";
import { fileChangeScript, standInScript, twinScript } from "./stage-script.ts";
import { straceArguments } from "./strace.ts";
import { toolPath } from "./tools.ts";
import { undoLater } from "./undo.ts";
import { endOf, parseProbes } from "./end-of.ts";
import type { DebuggerReport, Room, Subject, Trial, TrialOptions } from "./trial.ts";
import { descendants, tryKill, watchProcess, type Watched } from "./watch-process.ts";

const PROBES = fileURLToPath(new URL("../../probes/", import.meta.url));
const run = promisify(execFile);

/** Whether this process may build copy-on-write twins: new mount, process and network namespaces. */
async function canIsolate(): Promise<boolean> {
  const unshare = toolPath("unshare");
  if (unshare === undefined || process.getuid?.() !== 0) return false;
  return run(unshare, ["-m", "-n", "-p", "-f", "sh", "-c", "mount -t tmpfs twin /mnt"]).then(
    () => true,
    () => false,
  );
}

/** A room for a program of this machine: each trial runs in a copy-on-write twin of its files, without the network. */
export async function createProcessRoom(subject: Subject): Promise<Room> {
  const work = await mkdtemp(join(tmpdir(), "doctor-"));
  await chmod(work, 0o777);
  await copyFile(`${PROBES}node-probe.cjs`, `${work}/node-probe.cjs`);
  await run("mkdir", ["-p", `${work}/python`]);
  await copyFile(`${PROBES}python/sitecustomize.py`, `${work}/python/sitecustomize.py`);
  const isolated = await canIsolate();
  const limits = [
    ...(toolPath("strace") === undefined ? ["strace is not installed: system calls were not seen"] : []),
    ...(isolated ? [] : ["no twin of this machine can be built (needs root and namespaces): no experiments"]),
  ];
  let count = 0;
  const next = (): string => `${work}/${(count += 1)}`;
  return {
    subject,
    files: hostFiles(),
    limits,
    isolated,
    run: (options) => runTrial({ subject, work, isolated, prefix: next() }, options),
    debug: (changes) => runDebugger({ subject, work, isolated, prefix: next() }, changes),
    close: undoLater(() => rm(work, { recursive: true, force: true })),
  };
}

interface Place {
  readonly subject: Subject;
  readonly work: string;
  readonly isolated: boolean;
  readonly prefix: string;
}

/** Runs the program once as it is, on the real machine: the first step of `doctor run`. */
export async function runOriginal(room: Room, surviveMs: number): Promise<Trial> {
  const work = await mkdtemp(join(tmpdir(), "doctor-run-"));
  await chmod(work, 0o777);
  try {
    const place = { subject: room.subject, work, isolated: false, prefix: `${work}/0` };
    return await runTrial(place, { changes: [], surviveMs, trace: true, probes: false });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function environmentOf(place: Place, options: Pick<TrialOptions, "changes" | "probes">): Record<string, string> {
  const environment = { ...place.subject.environment };
  for (const change of options.changes) {
    if (change.kind === "set-variable") environment[change.name] = change.value;
    if (change.kind === "unset-variable") delete environment[change.name];
  }
  if (!options.probes) return environment;
  return probeEnvironment(environment, place.work, { outputPath: `${place.prefix}.probe`, changes: options.changes });
}

function find<Kind extends Change["kind"]>(
  changes: readonly Change[],
  kind: Kind,
): Extract<Change, { kind: Kind }> | undefined {
  return changes.find((change): change is Extract<Change, { kind: Kind }> => change.kind === kind);
}

interface Prepared {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
}

async function prepare(place: Place, changes: readonly Change[], launcher: readonly string[]): Promise<Prepared> {
  const argv = find(changes, "command")?.argv ?? place.subject.argv;
  const cwd = find(changes, "folder")?.path ?? place.subject.cwd;
  let words = [...launcher, ...argv];
  const user = find(changes, "user")?.user ?? place.subject.user;
  const setpriv = toolPath("setpriv");
  if (user !== "" && setpriv !== undefined) words = [setpriv, `--reuid=${user}`, "--clear-groups", "--", ...words];
  if (find(changes, "terminal")) words = [toolPath("script") ?? "script", "-qefc", shellCommand(words), "/dev/null"];
  if (!place.isolated) return { command: words[0] ?? "", args: words.slice(1), cwd };
  for (const [index, change] of changes.entries()) {
    if (change.kind === "write-file") await writeFile(`${place.work}/content${index}`, change.content);
  }
  const root = `${place.work}/twin/root`;
  const limits = [
    ...(find(changes, "more-files") ? ["ulimit -n $(ulimit -H -n) 2>/dev/null || true"] : []),
    ...(find(changes, "more-memory")
      ? [
          "ulimit -v unlimited 2>/dev/null || true; ulimit -d unlimited 2>/dev/null || true; ulimit -t unlimited 2>/dev/null || true; ulimit -f unlimited 2>/dev/null || true",
        ]
      : []),
    ...(find(changes, "more-processes") ? ["ulimit -u 65536 2>/dev/null || true"] : []),
  ];
  const script = [
    ...(await twinScript(place.work)),
    ...fileChangeScript(root, place.work, changes),
    ...standInScript(place.work, `${PROBES}stub-server.cjs`, changes),
    ...limits,
    `exec chroot ${shellQuote(root)} /bin/sh -c ${shellQuote(`cd ${shellQuote(cwd)} && exec ${shellCommand(words)}`)}`,
  ];
  const path = `${place.prefix}.sh`;
  await writeFile(path, `${script.join("\n")}\n`);
  const flags = ["-m", "-n", "-p", "-f", "--kill-child", "--propagation", "private"];
  return { command: toolPath("unshare") ?? "unshare", args: [...flags, "/bin/sh", path] };
}

async function runTrial(place: Place, options: TrialOptions): Promise<Trial> {
  const strace = options.trace ? toolPath("strace") : undefined;
  const tracePath = `${place.prefix}.trace`;
  const launcher = strace === undefined ? [] : [strace, ...straceArguments(tracePath, { withFilter: true }), "--"];
  const prepared = await prepare(place, options.changes, launcher);
  const watched = await watchProcess({
    ...prepared,
    environment: environmentOf(place, options),
    ...(strace === undefined ? {} : { tracePath }),
    surviveMs: options.surviveMs,
    settleMs: options.probes ? Math.min(options.surviveMs, 900) : Math.min(options.surviveMs, 2_500),
    openInput: options.changes.some(({ kind }) => kind === "open-input" || kind === "terminal"),
    startUpMs: 6_000,
  });
  const stopMs = options.stop === true && watched.outcome === "alive" ? await stopRoot(watched) : undefined;
  const early = strace === undefined ? undefined : parseTrace(await readFile(tracePath, "latin1").catch(() => ""));
  await endEverything(place, watched, early);
  const trace = strace === undefined ? undefined : parseTrace(await readFile(tracePath, "latin1").catch(() => ""));
  return {
    end:
      watched.outcome === "alive"
        ? { kind: "alive" }
        : endOf(
            {
              code: watched.exitCode,
              signal: watched.signal,
              output: watched.output(),
              started: watched.outcome !== "never-started",
              ...(watched.startErrno === undefined ? {} : { startErrno: watched.startErrno }),
            },
            early ?? trace,
          ),
    elapsedMs: watched.elapsedMs,
    output: watched.output(),
    ...(trace === undefined ? {} : { trace: watched.outcome === "alive" ? (early ?? trace) : trace }),
    probes: parseProbes(await readFile(`${place.prefix}.probe`, "utf8").catch(() => "")),
    listening: early === undefined ? [] : listeningPorts(early),
    memoryKills: 0,
    ...(stopMs === undefined ? {} : { stopMs }),
  };
}

/** Asks the program itself to stop, past the tracer, and says how long it took; undefined when it did not. */
async function stopRoot(watched: Watched): Promise<number | undefined> {
  const below = await descendants(watched.child.pid ?? 0);
  const names = await Promise.all(below.map((pid) => readFile(`/proc/${pid}/comm`, "utf8").catch(() => "")));
  const tracer = names.findIndex((name) => name.trim() === "strace");
  const target = tracer === -1 ? watched.child.pid : (await descendants(below[tracer] ?? 0))[0];
  if (target === undefined) return undefined;
  const began = Date.now();
  tryKill(target, "SIGTERM");
  while (Date.now() - began < 2_000) {
    const state = await readFile(`/proc/${target}/stat`, "utf8").catch(() => "");
    if (state === "" || / Z /.test(state)) return Date.now() - began;
    await sleep(20);
  }
  return undefined;
}

/** Ends what a trial left running: only its own processes, found below the launcher or in its trace. */
async function endEverything(place: Place, watched: Watched, trace: Trace | undefined): Promise<void> {
  const { child } = watched;
  const below = child.exitCode === null && child.signalCode === null ? await descendants(child.pid ?? 0) : [];
  const traced =
    place.isolated || trace === undefined
      ? []
      : [...trace.lives.values()].filter((life) => life.endedAtS === undefined);
  const own = [...below, ...traced.map((life) => life.pid)];
  if (!place.isolated && watched.outcome === "alive") {
    for (const pid of own) tryKill(pid, "SIGTERM");
    for (let waited = 0; waited < 400 && child.exitCode === null; waited += 20) await sleep(20);
  }
  for (const pid of own) tryKill(pid, "SIGKILL");
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    tryKill(child.pid, "SIGKILL");
    await Promise.race([ended, sleep(1_000)]);
  }
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.stdin?.destroy();
}

async function runDebugger(place: Place, changes: readonly Change[]): Promise<DebuggerReport | undefined> {
  const gdb = toolPath("gdb");
  if (gdb === undefined || !place.isolated) return undefined;
  const script = `${place.prefix}.gdb.py`;
  await writeFile(script, debugScript(`${place.prefix}.gdb.out`));
  const prepared = await prepare(place, changes, [gdb, "-q", "-batch", "-nx", "-x", script, "--args"]);
  const watched = await watchProcess({
    ...prepared,
    environment: environmentOf(place, { changes, probes: false }),
    surviveMs: 6_000,
    settleMs: 6_000,
    openInput: false,
    startUpMs: 6_000,
  });
  await endEverything(place, watched, undefined);
  return readDebugger(await readFile(`${place.prefix}.gdb.out`, "utf8").catch(() => ""));
}
