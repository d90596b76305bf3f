import { readFile } from "node:fs/promises";
import type { DockerApi } from "../docker/docker-api.ts";
import { readLog } from "../docker/docker-api.ts";
import type { ContainerInspect, EngineEvent } from "../docker/shapes.ts";
import { errnoOf } from "../experiment/end-of.ts";
import { evidence, type Evidence } from "../evidence/evidence.ts";
import type { End, Trial } from "../experiment/trial.ts";
import { ownerOfPort } from "./port-owners.ts";

const LOOK_BACK_S = 900;

/** What the engine knows about a container: how it ended, by the events (inspect's exit code is mostly that of the next start). */
export interface ContainerState {
  readonly trial: Trial;
  readonly evidence: readonly Evidence[];
}

/** Observes a container without touching it: events, state, log, settings, owners of its ports. */
export async function observeContainer(api: DockerApi, inspect: ContainerInspect): Promise<ContainerState> {
  const events = await readEvents(api, inspect.Id);
  const end = endOf(inspect, events);
  const trial: Trial = {
    end,
    elapsedMs: lifetimeMs(inspect, events),
    output: await lastOutput(api, inspect, events),
    probes: [],
    listening: [],
    memoryKills: inspect.State.OOMKilled ? 1 : 0,
  };
  const found = [...readState(inspect, events, end), ...readStartError(inspect), ...(await readPorts(inspect, end))];
  if (inspect.State.Running) found.push(...(await readProcessOne(inspect)));
  return { trial, evidence: found };
}

async function readEvents(api: DockerApi, id: string): Promise<EngineEvent[]> {
  const until = Math.floor(Date.now() / 1000);
  const query = { since: until - LOOK_BACK_S, until, filters: JSON.stringify({ container: [id] }) };
  const answer = await api.call("GET", "/events", { query, timeoutMs: 4_000 }).catch(() => undefined);
  if (answer?.status !== 200) return [];
  return answer.body
    .toString("utf8")
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as EngineEvent);
}

function dies(events: readonly EngineEvent[]): EngineEvent[] {
  return events.filter((event) => event.Action === "die");
}

function byRequest(events: readonly EngineEvent[]): boolean {
  return events.some((event) => event.Action === "restart" || event.Action === "stop");
}

function endOf(inspect: ContainerInspect, events: readonly EngineEvent[]): End {
  const { State: state } = inspect;
  const deaths = dies(events);
  const last = deaths.at(-1);
  if (state.Error !== "" && !state.Running && deaths.length === 0)
    return { kind: "not-started", errno: errnoOf(state.Error), message: state.Error };
  const looping = state.Restarting || (inspect.RestartCount > 0 && deaths.length >= 1);
  if (state.Running && !looping) return { kind: "alive" };
  if (state.Status === "created" || (state.Error !== "" && !state.Running))
    return { kind: "not-started", errno: errnoOf(state.Error), message: state.Error };
  const code = Number(last?.Actor.Attributes["exitCode"] ?? state.ExitCode);
  return { kind: "exited", code };
}

function lifetimeMs(inspect: ContainerInspect, events: readonly EngineEvent[]): number {
  const death = dies(events).at(-1);
  const start = events.findLast(
    (event) => event.Action === "start" && death !== undefined && event.timeNano <= death.timeNano,
  );
  if (death !== undefined && start !== undefined) return (death.timeNano - start.timeNano) / 1e6;
  return Math.max(0, Date.parse(inspect.State.FinishedAt) - Date.parse(inspect.State.StartedAt)) || 0;
}

/** The output of the last life that ended, not of those before. */
async function lastOutput(api: DockerApi, inspect: ContainerInspect, events: readonly EngineEvent[]): Promise<string> {
  const death = dies(events).at(-1);
  const start = events.findLast(
    (event) => event.Action === "start" && death !== undefined && event.timeNano <= death.timeNano,
  );
  const since =
    start === undefined
      ? {}
      : {
          since: (start.timeNano / 1e9).toFixed(9),
          ...(death === undefined ? {} : { until: (death.timeNano / 1e9 + 0.2).toFixed(9) }),
        };
  const answer = await api
    .call("GET", `/containers/${inspect.Id}/logs`, { query: { stdout: true, stderr: true, tail: 500, ...since } })
    .catch(() => undefined);
  return answer?.status === 200 ? readLog(answer.body, inspect.Config.Tty) : "";
}

function readState(inspect: ContainerInspect, events: readonly EngineEvent[], end: End): Evidence[] {
  const found: Evidence[] = [];
  const { State: state, HostConfig: host } = inspect;
  const policy = host.RestartPolicy?.Name ?? "no";
  if (end.kind === "alive" && state.Health?.Status !== "unhealthy")
    found.push(
      evidence(
        "engine.healthy",
        state.Health === undefined ? "the container runs" : `the container runs, health check: ${state.Health.Status}`,
      ),
    );
  if (/^(always|unless-stopped)$/.test(policy))
    found.push(
      evidence("engine.restart-policy", `restart policy ${policy}: every end, a good one too, is followed by a start`, {
        policy,
      }),
    );
  else if (policy === "no" || policy === "")
    found.push(evidence("engine.no-restart-policy", "no restart policy: nothing starts it again"));
  const deaths = dies(events);
  if (state.Restarting || deaths.length >= 2) {
    const codes = [...new Set(deaths.map((event) => event.Actor.Attributes["exitCode"] ?? "?"))].join(", ");
    found.push(
      evidence(
        "engine.restarting",
        `${Math.max(deaths.length, inspect.RestartCount)} ends in the last quarter of an hour, exit codes ${codes || String(state.ExitCode)}`,
        { count: deaths.length },
      ),
    );
  }
  if (state.OOMKilled || events.some((event) => event.Action === "oom")) {
    found.push(
      evidence(
        "engine.memory-killed",
        `the kernel killed it at its memory limit${host.Memory === undefined || host.Memory === 0 ? "" : ` of ${Math.round(host.Memory / 2 ** 20)} MiB`}`,
        { limitBytes: host.Memory ?? 0 },
      ),
    );
  }
  if (end.kind !== "alive" || byRequest(events)) found.push(...readKills(events, end, found));
  return found;
}

/** Requests to end it that went through the engine, and an end by SIGKILL that nobody there asked for. */
function readKills(events: readonly EngineEvent[], end: End, known: readonly Evidence[]): Evidence[] {
  const death = dies(events).at(-1);
  if (death === undefined) return [];
  const before = events.filter(
    (event) => event.Action === "kill" && event.timeNano <= death.timeNano && death.timeNano - event.timeNano < 90e9,
  );
  const polite = before.find((event) => event.Actor.Attributes["signal"] !== "9");
  const hard = before.findLast((event) => event.Actor.Attributes["signal"] === "9");
  const restarts = events.filter((event) => event.Action === "restart").length;
  const found: Evidence[] = [];
  if (restarts > 0)
    found.push(
      evidence(
        "engine.restarted-by-request",
        `the engine was asked ${restarts} times to restart it; the restart counter does not count these`,
        { restarts },
      ),
    );
  if (polite !== undefined && hard !== undefined && hard.timeNano > polite.timeNano) {
    const waitedS = (hard.timeNano - polite.timeNano) / 1e9;
    found.push(
      evidence(
        "engine.stop-timeout",
        `asked to stop (signal ${polite.Actor.Attributes["signal"] ?? "15"}), it did nothing for ${waitedS.toFixed(0)} s and was killed`,
        { waitedS: Math.round(waitedS) },
      ),
    );
  } else if (hard !== undefined || polite !== undefined) {
    const signal = (hard ?? polite)?.Actor.Attributes["signal"] ?? "15";
    found.push(
      evidence("engine.killed-by-request", `the engine was asked to send it signal ${signal}, and it ended`, {
        signal,
      }),
    );
  } else if (
    end.kind === "exited" &&
    (end.code === 137 || end.code === 143) &&
    !known.some((item) => item.id === "engine.memory-killed")
  ) {
    found.push(
      evidence(
        "engine.killed-unexplained",
        `exit code ${end.code}, no memory kill and no request to the engine: a signal from the host or from within`,
        { code: end.code },
      ),
    );
  }
  return found;
}

/** Why the engine or the runtime could not start it at all, in the runtime's words. */
export function readStartError(inspect: Pick<ContainerInspect, "State" | "Path">): Evidence[] {
  const text = inspect.State.Error;
  return text === "" ? [] : readEngineMessage(text, inspect.Path);
}

export function readEngineMessage(text: string, path: string): Evidence[] {
  const detail = { path, message: text.slice(0, 300) };
  const said = `the engine says: ${JSON.stringify(text.slice(0, 240))}`;
  if (/unable to find (user|group)|no matching entries in passwd/i.test(text))
    return [evidence("engine.bad-user", said, detail)];
  if (/port is already allocated|address already in use|failed to bind (host )?port/i.test(text)) {
    const port = /:(\d+)(?::tcp)?[^\d]*(?:failed|:|bind)/.exec(text)?.[1] ?? /[.:\]](\d{2,5})\b/.exec(text)?.[1] ?? "";
    return [evidence("engine.port-allocated", said, { ...detail, port })];
  }
  if (/mount|bind source path does not exist|not a directory/i.test(text) && !/exec:/.test(text))
    return [evidence("engine.bad-mount", said, detail)];
  if (/chdir to cwd|no such file or directory.*cwd|working directory/i.test(text))
    return [evidence("engine.bad-workdir", said, detail)];
  if (/exec format error/i.test(text)) return [evidence("engine.exec-format", said, detail)];
  if (/permission denied/i.test(text)) return [evidence("engine.exec-denied", said, detail)];
  if (/executable file not found|no such file or directory/i.test(text))
    return [evidence("engine.exec-missing", said, detail)];
  return [];
}

async function readPorts(inspect: ContainerInspect, end: End): Promise<Evidence[]> {
  if (end.kind === "alive") return [];
  const found: Evidence[] = [];
  for (const [inside, bindings] of Object.entries(inspect.HostConfig.PortBindings ?? {})) {
    for (const { HostPort: text } of bindings ?? []) {
      const port = Number(text);
      const owner = port > 0 ? await ownerOfPort(port) : undefined;
      if (
        owner === undefined ||
        (/docker-proxy/.test(owner.command) &&
          owner.command.includes(inspect.NetworkSettings.Networks?.["bridge"]?.IPAddress ?? "never"))
      )
        continue;
      found.push(
        evidence(
          "ports.other-owner",
          `port ${port} of this machine (for ${inside}) belongs to process ${owner.pid} (${owner.command}): what answers there is not this container`,
          { port, owner: `process ${owner.pid} (${owner.command})`, pid: owner.pid },
        ),
      );
    }
  }
  return found;
}

/** Whether process 1 has a handler for the request to stop, and whether a shell stands in front of it. */
async function readProcessOne(inspect: ContainerInspect): Promise<Evidence[]> {
  const { Pid: pid } = inspect.State;
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const caught = /^SigCgt:\s*([\da-f]+)/m.exec(status)?.[1];
  const found: Evidence[] = [];
  if (caught !== undefined && (BigInt(`0x${caught}`) >> 14n) % 2n === 0n) {
    found.push(
      evidence("process.no-term-handler", "process 1 has no handler for SIGTERM, and without one process 1 ignores it"),
    );
  }
  const name = /^Name:\s*(\S+)/m.exec(status)?.[1] ?? "";
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "")).trim();
  if (/^(sh|bash|dash|ash|busybox)$/.test(name) && children !== "") {
    const child = await readFile(`/proc/${children.split(" ")[0] ?? ""}/comm`, "utf8").catch(() => "");
    found.push(
      evidence("shell.waits-without-exec", `process 1 is a shell that stays in front of ${child.trim()}`, {
        program: child.trim(),
      }),
    );
  }
  return found;
}
