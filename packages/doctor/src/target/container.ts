import { setTimeout as sleep } from "node:timers/promises";
import { diagnose } from "../diagnose/diagnose.ts";
import { connectDocker, DockerError, messageOf, type DockerApi } from "../docker/docker-api.ts";
import { containerFiles } from "../docker/container-files.ts";
import { CLONE_LABEL, createContainerRoom } from "../docker/container-room.ts";
import type { CloneSource } from "../docker/clone-body.ts";
import type { ContainerInspect, ImageInspect } from "../docker/shapes.ts";
import { DoctorError } from "../errors.ts";
import { evidence, type Evidence } from "../evidence/evidence.ts";
import type { Subject } from "../experiment/trial.ts";
import { undoLater } from "../experiment/undo.ts";
import { readSource } from "../identify/read-source.ts";
import type { Examined, Options } from "../main.ts";
import { observeContainer, readEngineMessage } from "../observe/container-state.ts";
import { rivalsOf } from "../observe/port-owners.ts";
import { readHealth } from "../observe/health.ts";
import { outsideOfContainer } from "../observe/neighbours.ts";
import { createRedact } from "../redact/redact.ts";
import { applyFix } from "./apply-fix.ts";

/** `doctor container NAME`. */
export async function examineContainer(name: string, options: Options): Promise<Examined[]> {
  const api = await connectDocker();
  const inspect = await api.json<ContainerInspect>("GET", `/containers/${encodeURIComponent(name)}/json`);
  if (inspect === undefined)
    throw new DoctorError("usage", `there is no container ${name}; "docker ps -a" lists what is there`);
  return [await examine(api, inspect, options)];
}

export async function examine(api: DockerApi, given: ContainerInspect, options: Options): Promise<Examined> {
  const beganMs = Date.now();
  const inspect = await settle(api, given, Math.min(YOUNG_MS, options.budgetMs * 0.3));
  const state = await observeContainer(api, inspect);
  const health = await readHealth(inspect);
  const environment = environmentOf(inspect.Config.Env);
  const subject: Subject = {
    argv: [inspect.Path, ...inspect.Args],
    environment,
    cwd: inspect.Config.WorkingDir || "/",
    user: inspect.Config.User,
  };
  const committed = await imageOf(api, inspect, options.experiments && state.trial.end.kind !== "alive");
  const source: CloneSource = {
    image: committed.image,
    argv: subject.argv,
    config: inspect.Config,
    host: inspect.HostConfig,
    mounts: inspect.Mounts,
  };
  const room = await createContainerRoom(api, source, { subject, files: containerFiles(api, inspect.Id) });
  try {
    const service = inspect.Config.Labels?.["com.docker.compose.service"];
    const policy = inspect.HostConfig.RestartPolicy?.Name;
    const diagnosis = await diagnose({
      room,
      surroundings: {
        kind: "container",
        name: inspect.Name.replace(/^\//, ""),
        ...(service === undefined ? {} : { composeService: service }),
        ...(policy === undefined || policy === "" ? {} : { restartPolicy: policy }),
      },
      original: state.trial,
      outside: [...state.evidence, ...health, ...readDependencies(inspect)],
      elsewhere: outsideOfContainer(api, inspect),
      ...(inspect.HostConfig.NetworkMode === "host" ? { conflicts: rivalsOf } : {}),
      identify: (sight) => (options.source === undefined ? Promise.resolve([]) : readSource(sight, options.source)),
      experiments: options.experiments,
      beganMs,
      deadlineMs: beganMs + options.budgetMs,
      without: options.without,
      limits: [],
    });
    if (options.apply) await applyFix(api, inspect, diagnosis);
    return { diagnosis, redact: createRedact(environment) };
  } finally {
    await room.close();
    await committed.remove();
  }
}

const YOUNG_MS = 4_000;

/** A container that runs, but has only just been started, may be between two ends: it is watched for a while. */
async function settle(api: DockerApi, given: ContainerInspect, forMs: number): Promise<ContainerInspect> {
  let inspect = given;
  const until = Date.now() + forMs;
  const mayEnd = (): boolean =>
    inspect.State.Running &&
    !inspect.State.Restarting &&
    inspect.RestartCount === 0 &&
    inspect.State.Health === undefined &&
    Date.now() - Date.parse(inspect.State.StartedAt) < YOUNG_MS;
  while (mayEnd() && Date.now() < until) {
    await sleep(100);
    inspect = (await api.json<ContainerInspect>("GET", `/containers/${given.Id}/json`)) ?? inspect;
  }
  return inspect;
}

function environmentOf(entries: readonly string[] | null): Record<string, string> {
  return Object.fromEntries(
    (entries ?? []).map((entry) => [entry.split("=")[0] ?? "", entry.slice(entry.indexOf("=") + 1)]),
  );
}

/** The image to clone from: with what the container has written, since a left-over file may be the cause. */
async function imageOf(
  api: DockerApi,
  inspect: ContainerInspect,
  wanted: boolean,
): Promise<{ image: string; remove: () => Promise<void> }> {
  const plain = { image: inspect.Image, remove: () => Promise.resolve() };
  if (!wanted) return plain;
  const changes = await api
    .json<readonly unknown[] | null>("GET", `/containers/${inspect.Id}/changes`)
    .catch(() => undefined);
  if ((changes ?? []).length === 0) return plain;
  const made = await api.call("POST", "/commit", {
    query: { container: inspect.Id, pause: false, repo: CLONE_LABEL, tag: inspect.Id.slice(0, 12) },
    body: {},
  });
  if (made.status >= 400) return plain;
  const { Id: image } = JSON.parse(made.body.toString("utf8")) as { Id: string };
  return {
    image,
    remove: undoLater(() => api.call("DELETE", `/images/${image}`, { query: { force: true } })),
  };
}

/** Compose notes in a label what a service waits for; waiting for a mere start is not waiting for readiness. */
function readDependencies(inspect: ContainerInspect): Evidence[] {
  const label = inspect.Config.Labels?.["com.docker.compose.depends_on"] ?? "";
  return label
    .split(",")
    .filter((entry) => entry.includes(":service_started"))
    .map((entry) =>
      evidence(
        "engine.waits-for-start-only",
        `it waits for ${entry.split(":")[0] ?? ""} to be started, not to be healthy`,
        { name: entry.split(":")[0] ?? "" },
      ),
    );
}

/** `doctor image REF`: there is no original, so a container is made of it that is never started, and its clones are. */
export async function examineImage(reference: string, options: Options): Promise<Examined[]> {
  const api = await connectDocker();
  const beganMs = Date.now();
  const image = await api.json<ImageInspect>("GET", `/images/${reference}/json`);
  if (image === undefined)
    throw new DoctorError("usage", `there is no image ${reference} on this engine; the doctor pulls nothing`);
  const { Config: config } = image;
  const argv = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
  if (argv.length === 0) throw new DoctorError("usage", `${reference} names no program to start`);
  const environment = environmentOf(config.Env);
  const holder = await api
    .json<{ Id: string }>("POST", "/containers/create", {
      body: { Image: image.Id, Entrypoint: argv, Labels: { [CLONE_LABEL]: "1" } },
    })
    .catch((error: unknown) => {
      throw error instanceof DockerError ? new DoctorError("usage", error.message) : error;
    });
  const id = holder?.Id ?? "";
  const remove = undoLater(() => api.call("DELETE", `/containers/${id}`, { query: { force: true, v: true } }));
  const subject: Subject = { argv, environment, cwd: config.WorkingDir || "/", user: config.User };
  const room = await createContainerRoom(
    api,
    { image: image.Id, argv, config, host: {}, mounts: [] },
    { subject, files: containerFiles(api, id) },
  );
  try {
    const outside = await readUser(api, id);
    const diagnosis = await diagnose({
      room,
      surroundings: { kind: "image", name: reference },
      outside,
      elsewhere: { ask: () => Promise.resolve("unknown-name"), portsOf: () => Promise.resolve([]) },
      identify: (sight) => (options.source === undefined ? Promise.resolve([]) : readSource(sight, options.source)),
      experiments: true,
      beganMs,
      deadlineMs: beganMs + options.budgetMs,
      without: options.without,
      limits: ["an image has no neighbours: whether its dependencies would answer is unknown"],
    });
    return [{ diagnosis, redact: createRedact(environment) }];
  } finally {
    await room.close();
    await remove();
  }
}

async function readUser(api: DockerApi, id: string): Promise<Evidence[]> {
  const answer = await api.call("GET", `/containers/${id}/json`);
  if (answer.status !== 200) return readEngineMessage(messageOf(answer), "");
  return [];
}
