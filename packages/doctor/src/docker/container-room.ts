import { setTimeout as sleep } from "node:timers/promises";
import { endOf, errnoOf, parseProbes } from "../experiment/end-of.ts";
import type { Change } from "../experiment/change.ts";
import { straceArguments } from "../experiment/strace.ts";
import type { Room, Subject, Trial, TrialOptions } from "../experiment/trial.ts";
import { undoLater } from "../experiment/undo.ts";
import type { FileTree } from "../files/file-tree.ts";
import { listeningSockets } from "../observe/port-owners.ts";
import { listeningPorts } from "../trace/listening.ts";
import { parseTrace } from "../trace/parse-trace.ts";
import { packArchive, unpackArchive, type ArchiveEntry } from "./archive.ts";
import { cloneBody, type CloneSource } from "./clone-body.ts";
import { copyMounts, type CopiedMounts } from "./copy-mounts.ts";
import { messageOf, readLog, type DockerApi } from "./docker-api.ts";
import type { ContainerInspect } from "./shapes.ts";
import { createStage } from "./stage.ts";
import { createToolKit, type ToolKit } from "./tool-kit.ts";

export const CLONE_LABEL = "doctor.clone";
const POLL_MS = 40;

interface Workshop {
  readonly api: DockerApi;
  readonly source: CloneSource;
  readonly subject: Subject;
  readonly kit: ToolKit;
  readonly archive: Buffer;
  readonly mounts: CopiedMounts;
}

/** A room for a container: each trial is a new container of the same image and settings, with the network closed and volumes copied on write. */
export async function createContainerRoom(
  api: DockerApi,
  source: CloneSource,
  given: { readonly subject: Subject; readonly files: FileTree },
): Promise<Room> {
  const kit = await createToolKit();
  const mounts = await copyMounts(api, source.mounts);
  const workshop: Workshop = {
    api,
    source,
    subject: given.subject,
    kit,
    archive: await packArchive(kit.entries),
    mounts,
  };
  return {
    subject: given.subject,
    files: given.files,
    limits: [
      ...mounts.limits,
      ...(kit.start("strace") === undefined ? ["no portable strace here: system calls were not seen"] : []),
    ],
    isolated: true,
    run: (options) => runTrial(workshop, options),
    close: undoLater(() => mounts.remove()),
  };
}

async function runTrial(workshop: Workshop, options: TrialOptions): Promise<Trial> {
  const { api } = workshop;
  const strace = options.trace && options.stop !== true ? workshop.kit.start("strace") : undefined;
  const stage = await createStage(workshop, options.changes);
  let remove: (() => Promise<void>) | undefined;
  try {
    const launcher =
      strace === undefined
        ? []
        : [
            ...strace,
            ...(options.changes.some(({ kind }) => kind === "init") ? [] : ["-D"]),
            ...straceArguments("/.doctor/out/trace", { withFilter: false }),
            "--",
          ];
    const body = cloneBody(workshop.source, {
      ...options,
      launcher,
      binds: workshop.mounts.binds,
      networkMode: stage.networkMode,
      label: CLONE_LABEL,
    });
    const made = await api.call("POST", "/containers/create", { body });
    if (made.status >= 400) return notStarted(messageOf(made));
    const { Id: id } = JSON.parse(made.body.toString("utf8")) as { Id: string };
    remove = undoLater(() => api.call("DELETE", `/containers/${id}`, { query: { force: true, v: true } }));
    await api.call("PUT", `/containers/${id}/archive`, { query: { path: "/.doctor" }, raw: workshop.archive });
    await changeFiles(workshop, id, options.changes);
    return await start(workshop, { id, options, traced: strace !== undefined });
  } finally {
    await remove?.();
    await stage.close();
  }
}

function notStarted(message: string): Trial {
  return {
    end: { kind: "not-started", errno: errnoOf(message), message },
    elapsedMs: 0,
    output: "",
    probes: [],
    listening: [],
    memoryKills: 0,
  };
}

/** Puts changed files into the clone: whole entries through the archive call. */
async function changeFiles({ api, mounts }: Workshop, id: string, changes: readonly Change[]): Promise<void> {
  const entries: ArchiveEntry[] = [...mounts.files];
  for (const change of changes) {
    if (change.kind === "write-file")
      entries.push({ name: change.path.slice(1), content: change.content, mode: change.mode });
    if (change.kind === "make-folder")
      entries.push({ name: change.path.slice(1), content: undefined, mode: 0o777, folder: true });
    if (change.kind === "set-mode") {
      const answer = await api.call("GET", `/containers/${id}/archive`, { query: { path: change.path } });
      const content = answer.status === 200 ? (await unpackArchive(answer.body))[0]?.content : undefined;
      if (content !== undefined) entries.push({ name: change.path.slice(1), content, mode: change.mode });
    }
  }
  for (const entry of entries) {
    const answer = await api.call("PUT", `/containers/${id}/archive`, {
      query: { path: "/" },
      raw: await packArchive([entry]),
    });
    if (answer.status >= 400 && entry.name.includes("/")) {
      const cut = entry.name.lastIndexOf("/");
      const rest = { ...entry, name: entry.name.slice(cut + 1) };
      await api.call("PUT", `/containers/${id}/archive`, {
        query: { path: `/${entry.name.slice(0, cut)}` },
        raw: await packArchive([rest]),
      });
    }
  }
}

interface Started {
  readonly id: string;
  readonly options: TrialOptions;
  readonly traced: boolean;
}

async function start({ api }: Workshop, { id, options, traced }: Started): Promise<Trial> {
  const began = Date.now();
  const answer = await api.call("POST", `/containers/${id}/start`);
  if (answer.status >= 400) return notStarted(messageOf(answer));
  const watched = await watch(api, id, options);
  const { state } = watched;
  const restarts = options.changes.some(({ kind }) => kind === "restart-policy") ? await restartsOf(api, id) : 0;
  const alive = state.Running;
  const stopMs = alive && options.stop === true ? await stopInTime(api, id) : undefined;
  const output = await readOutput(
    api,
    id,
    options.changes.some(({ kind }) => kind === "terminal"),
  );
  if (alive && stopMs === undefined) await api.call("POST", `/containers/${id}/kill`).catch(() => undefined);
  const out = await readOut(api, id);
  const trace = traced ? parseTrace(out.get("trace") ?? "") : undefined;
  const code = state.ExitCode;
  // The tracer dies with process 1, so the engine's word on the end is the last one.
  const end = alive
    ? ({ kind: "alive" } as const)
    : endOf({ code, signal: null, output, started: true }, cutTrace(trace, code));
  return {
    end,
    elapsedMs: watched.elapsedMs ?? Date.now() - began,
    output,
    ...(trace === undefined ? {} : { trace }),
    probes: parseProbes(out.get("probe") ?? ""),
    listening: trace === undefined ? watched.listening : listeningPorts(trace),
    memoryKills: state.OOMKilled ? 1 : 0,
    restarts,
    ...(stopMs === undefined ? {} : { stopMs }),
  };
}

/** How often the engine has started it again a moment after its end. */
async function restartsOf(api: DockerApi, id: string): Promise<number> {
  await sleep(600);
  const now = await api.json<ContainerInspect>("GET", `/containers/${id}/json`);
  return now?.State.Running === true ? 1 : (now?.RestartCount ?? 0);
}

/** A trace that lacks its last line gets the end that the engine reports. */
function cutTrace(trace: Trial["trace"], code: number): Trial["trace"] {
  const root = trace?.lives.get(trace.root);
  if (trace === undefined || root === undefined || root.execs.every((exec) => exec.errno !== undefined)) return trace;
  root.endedAtS ??= trace.endedAtS;
  const signal = {
    131: "SIGQUIT",
    132: "SIGILL",
    134: "SIGABRT",
    135: "SIGBUS",
    137: "SIGKILL",
    139: "SIGSEGV",
    143: "SIGTERM",
    152: "SIGXCPU",
    153: "SIGXFSZ",
  }[code];
  if (signal !== undefined && root.exitCode === undefined) root.signal ??= signal;
  else root.exitCode ??= code;
  return trace;
}

interface WatchedContainer {
  readonly state: ContainerInspect["State"];
  readonly elapsedMs?: number;
  readonly listening: readonly number[];
}

async function watch(api: DockerApi, id: string, options: TrialOptions): Promise<WatchedContainer> {
  const began = Date.now();
  let listenedAt = 0;
  let listening: number[] = [];
  for (;;) {
    const { State: state } = (await api.json<ContainerInspect>("GET", `/containers/${id}/json`)) ?? {
      State: undefined,
    };
    if (state === undefined) throw new Error("the clone vanished while it was watched");
    const now = Date.now();
    if (!state.Running)
      return { state, elapsedMs: Math.max(0, Date.parse(state.FinishedAt) - Date.parse(state.StartedAt)), listening };
    if (api.local && state.Pid > 0) listening = [...(await listeningSockets(`/proc/${state.Pid}`)).keys()];
    if (listening.length > 0) listenedAt ||= now;
    if (now - began >= options.surviveMs || (listenedAt > 0 && now - listenedAt > Math.min(options.surviveMs, 1_000)))
      return { state, elapsedMs: now - began, listening };
    await sleep(POLL_MS);
  }
}

async function stopInTime(api: DockerApi, id: string): Promise<number | undefined> {
  const began = Date.now();
  await api.call("POST", `/containers/${id}/stop`, { query: { t: 3 } });
  const took = Date.now() - began;
  return took < 2_500 ? took : undefined;
}

async function readOutput(api: DockerApi, id: string, terminal: boolean): Promise<string> {
  const answer = await api.call("GET", `/containers/${id}/logs`, { query: { stdout: true, stderr: true, tail: 2000 } });
  return answer.status === 200 ? readLog(answer.body, terminal) : "";
}

async function readOut(api: DockerApi, id: string): Promise<Map<string, string>> {
  const answer = await api.call("GET", `/containers/${id}/archive`, { query: { path: "/.doctor/out" } });
  if (answer.status !== 200) return new Map();
  const entries = await unpackArchive(answer.body);
  return new Map(entries.map((entry) => [entry.name.replace(/^out\//, ""), entry.content?.toString("latin1") ?? ""]));
}
