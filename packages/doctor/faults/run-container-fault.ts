import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { packArchive, type ArchiveEntry } from "../src/docker/archive.ts";
import type { DockerApi } from "../src/docker/docker-api.ts";
import type { ContainerInspect } from "../src/docker/shapes.ts";
import type { ContainerFault, Neighbour } from "./container-fault.ts";
import { faultPort } from "./fault-ports.ts";
import { IMAGES, type OwnEngine } from "./own-engine.ts";
import { doctor, lacks, layOut, type Outcome } from "./run-fault.ts";

/** Makes the faulty container with its neighbours, has the doctor examine it, and removes everything. */
export async function runContainerFault(
  { api, beside }: Pick<OwnEngine, "api" | "beside">,
  fault: ContainerFault,
  flags: readonly string[] = [],
): Promise<Outcome> {
  const lacking = lacks({ build: fault.build ?? [] });
  const { source: _source, world: _world, ...shown } = fault;
  if (lacking !== undefined) return { fault: shown, skipped: lacking, wallMs: 0, text: "" };
  const name = `fault-${process.pid}-${fault.id}-${Math.random().toString(36).slice(2, 7)}`;
  const folder = await mkdtemp(join(tmpdir(), "fault-"));
  const undo: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const network = await makeNetwork(api, fault, { name, undo });
    if (fault.world !== undefined) undo.push(await fault.world(beside));
    const id = await create(api, fault, { name, folder, network, undo });
    await api.call("POST", `/containers/${id}/start`);
    await Promise.all([sleep(fault.settleMs ?? 1_200), until(() => hasShown(api, fault, id))]);
    await wake(api, fault, name);
    await happen(api, fault, id);
    const source = fault.source === undefined ? [] : ["--source", await writeSource(folder, fault.source)];
    return {
      fault: shown,
      ...(await doctor(["container", name, ...(flags.includes("--markdown") ? [] : ["--json"]), ...source, ...flags], {
        folder,
        environment: { DOCKER_HOST: api.address },
        beside,
      })),
    };
  } finally {
    for (const each of undo.reverse()) await each();
  }
}

const PATIENCE_MS = 60_000;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end && !(await isSo());) await sleep(100);
}

/** Whether the fault can be seen by now: the health check has its verdict, or the program has ended once. */
async function hasShown(api: DockerApi, { cause, afterwards }: ContainerFault, id: string): Promise<boolean> {
  const { State: state, RestartCount } = (await api.json<ContainerInspect>("GET", `/containers/${id}/json`)) ?? {};
  if (state === undefined) return true;
  if (state.Health !== undefined) return state.Health.Status !== "starting";
  return cause === "healthy" || afterwards !== undefined || !state.Running || (RestartCount ?? 0) > 0;
}

async function wake(api: DockerApi, { neighbours = [] }: ContainerFault, network: string): Promise<void> {
  for (const { alias } of neighbours.filter(({ wokenByEnd }) => wokenByEnd === true))
    await api.call("POST", `/containers/${network}-${alias}/kill`, { query: { signal: "SIGUSR2" } });
}

interface Making {
  readonly name: string;
  readonly undo: (() => Promise<unknown>)[];
}

async function makeNetwork(api: DockerApi, fault: ContainerFault, { name, undo }: Making): Promise<string | undefined> {
  const { neighbours, publishes } = fault;
  if (neighbours === undefined && publishes === undefined) return undefined;
  const network = await api.json<{ Id: string }>("POST", "/networks/create", {
    body: { Name: name, Internal: publishes === undefined },
  });
  undo.push(() => api.call("DELETE", `/networks/${network?.Id ?? ""}`));
  for (const neighbour of neighbours ?? []) undo.push(await startNeighbour(api, neighbour, name));
  return name;
}

async function startNeighbour(
  api: DockerApi,
  { alias, argv }: Neighbour,
  network: string,
): Promise<() => Promise<unknown>> {
  const made = await api.json<{ Id: string }>("POST", `/containers/create?name=${network}-${alias}`, {
    body: {
      Image: IMAGES.node,
      Entrypoint: argv,
      HostConfig: { NetworkMode: network },
      NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [alias] } } },
    },
  });
  await api.call("POST", `/containers/${made?.Id ?? ""}/start`);
  return () => api.call("DELETE", `/containers/${made?.Id ?? ""}`, { query: { force: true, v: true } });
}

async function create(
  api: DockerApi,
  fault: ContainerFault,
  made: Making & { folder: string; network: string | undefined },
): Promise<string> {
  const { name, folder, network, undo } = made;
  const { publishes } = fault;
  if (fault.volume !== undefined) {
    await api.json("POST", "/volumes/create", { body: { Name: name } });
    undo.push(() => api.call("DELETE", `/volumes/${name}`, { query: { force: true } }));
  }
  const body = {
    Image: IMAGES[fault.image ?? "node"],
    Entrypoint: fault.argv,
    Env: Object.entries(fault.environment ?? {}).map(([key, value]) => `${key}=${value}`),
    ...fault.config,
    HostConfig: {
      RestartPolicy: { Name: fault.policy ?? "unless-stopped" },
      NetworkMode: network ?? "none",
      ...(fault.volume === undefined ? {} : { Binds: [`${name}:${fault.volume.at}`] }),
      ...publishing(publishes),
      ...fault.host,
      ReadonlyRootfs: false,
    },
  };
  const exposed = publishes === undefined ? {} : { ExposedPorts: { [`${publishes.inside}/tcp`]: {} } };
  const image = await bake(api, fault, { name, folder, undo });
  const host = { ...body.HostConfig, ReadonlyRootfs: fault.host?.["ReadonlyRootfs"] === true };
  const answer = await api.json<{ Id: string }>("POST", `/containers/create?name=${name}`, {
    body: { ...body, ...exposed, Image: image ?? body.Image, HostConfig: host },
  });
  const id = answer?.Id ?? "";
  undo.push(() => api.call("DELETE", `/containers/${id}`, { query: { force: true, v: true } }));
  if (fault.volume?.files !== undefined) {
    const entries = Object.entries(fault.volume.files).map(([path, text]) => ({
      name: path,
      content: Buffer.from(text),
      mode: 0o644,
    }));
    await api.call("PUT", `/containers/${id}/archive`, {
      query: { path: fault.volume.at },
      raw: await packArchive(entries),
    });
  }
  return id;
}

function publishing(ports: ContainerFault["publishes"]): Record<string, unknown> {
  if (ports === undefined) return {};
  const outside = [{ HostIp: "127.0.0.1", HostPort: String(faultPort(ports.outside)) }];
  return { PortBindings: { [`${ports.inside}/tcp`]: outside } };
}

/** An image of the fault's files over its base. */
async function bake(
  api: DockerApi,
  fault: ContainerFault,
  { name, folder, undo }: Making & { folder: string },
): Promise<string | undefined> {
  if (fault.files === undefined) return undefined;
  const root = join(folder, "root");
  await mkdir(join(root, "app"), { recursive: true });
  await layOut(fault, root);
  const entries = await entriesOf(root);
  const base = await api.json<{ Id: string }>("POST", "/containers/create", {
    body: { Image: IMAGES[fault.image ?? "node"], Entrypoint: ["true"] },
  });
  const put = await api.call("PUT", `/containers/${base?.Id ?? ""}/archive`, {
    query: { path: "/" },
    raw: await packArchive(entries),
  });
  if (put.status !== 200) throw new Error(`the fault's files could not be put in place: ${put.body.toString("utf8")}`);
  const image = await api.json<{ Id: string }>("POST", "/commit", {
    query: { container: base?.Id ?? "", repo: name.toLowerCase() },
    body: {},
  });
  await api.call("DELETE", `/containers/${base?.Id ?? ""}`, { query: { force: true } });
  undo.push(() => api.call("DELETE", `/images/${image?.Id ?? ""}`, { query: { force: true } }));
  return image?.Id;
}

async function entriesOf(root: string): Promise<ArchiveEntry[]> {
  const found: ArchiveEntry[] = [];
  for (const name of await readdir(root, { recursive: true })) {
    const path = join(root, name);
    const facts = await stat(path);
    const relativeName = relative(root, path);
    if (facts.isDirectory()) found.push({ name: relativeName, content: undefined, mode: 0o755, folder: true });
    else found.push({ name: relativeName, content: await readFile(path), mode: facts.mode & 0o777 });
  }
  return found.filter((entry) => !entry.name.startsWith("src"));
}

async function writeSource(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  const source = join(folder, "source");
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(source, name)), { recursive: true });
    await writeFile(join(source, name), text);
  }
  return source;
}

async function happen(api: DockerApi, fault: ContainerFault, id: string): Promise<void> {
  if (fault.afterwards === "stop") await api.call("POST", `/containers/${id}/stop`, { query: { t: 2 } });
  if (fault.afterwards === "kill") await api.call("POST", `/containers/${id}/kill`);
  if (fault.afterwards === "host-kill") {
    const pid = (await api.json<ContainerInspect>("GET", `/containers/${id}/json`))?.State.Pid ?? 0;
    if (pid > 0 && existsSync(`/proc/${pid}`)) process.kill(pid, "SIGKILL");
  }
  if (fault.afterwards !== undefined) await sleep(400);
}
