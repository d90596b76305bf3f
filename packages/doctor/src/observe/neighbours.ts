import { isIP } from "node:net";
import type { DockerApi } from "../docker/docker-api.ts";
import type { ContainerInspect, ContainerSummary } from "../docker/shapes.ts";
import { outsideFromHere, type Outside, type Reality } from "../read/verify-network.ts";
import { listeningSockets } from "./port-owners.ts";

/** The outside of a container: names are those of its networks, and a neighbour's sockets are looked at, not called. */
export function outsideOfContainer(api: DockerApi, inspect: ContainerInspect): Outside {
  const networks = Object.keys(inspect.NetworkSettings.Networks ?? {}).filter((name) => name !== "none");
  let neighbours: Promise<readonly ContainerInspect[]> | undefined;
  const named = async (host: string): Promise<ContainerInspect[]> => {
    neighbours ??= readNeighbours(api, inspect, networks);
    return (await neighbours).filter((other) => isNamed(other, host, networks));
  };
  const ask = async (host: string, port: number): Promise<Reality> => {
    if (inspect.HostConfig.NetworkMode === "host") return outsideFromHere.ask(host, port);
    if (/^(127\.|::1$|localhost$|0\.0\.0\.0$)/.test(host)) return isOwn(inspect, port);
    const found = await named(host);
    const extra = (inspect.HostConfig.ExtraHosts ?? []).some((entry) => entry.startsWith(`${host}:`));
    if (found.length === 0)
      return isIP(host) === 0 && !extra && !host.includes(".") ? "unknown-name" : outsideFromHere.ask(host, port);
    const running = found.find((other) => other.State.Running);
    if (port === 0) return "open";
    return running === undefined ? "refused" : listens(running, port);
  };
  const portsOf = async (host: string): Promise<number[]> => {
    const running = (await named(host)).find((other) => other.State.Running);
    if (running === undefined) return [];
    return [...(await listeningSockets(`/proc/${running.State.Pid}`))]
      .filter(([, socket]) => !socket.loopbackOnly)
      .map(([port]) => port)
      .filter((port) => port < 32_768);
  };
  return { ask, portsOf };
}

/** Inside its own network a looping container has nothing but itself. */
async function isOwn(inspect: ContainerInspect, port: number): Promise<Reality> {
  return inspect.State.Running ? listens(inspect, port) : "refused";
}

async function listens(container: ContainerInspect, port: number): Promise<Reality> {
  const socket = (await listeningSockets(`/proc/${container.State.Pid}`)).get(port);
  return socket === undefined || socket.loopbackOnly ? "refused" : "open";
}

async function readNeighbours(
  api: DockerApi,
  inspect: ContainerInspect,
  networks: readonly string[],
): Promise<ContainerInspect[]> {
  const all = (await api.json<ContainerSummary[]>("GET", "/containers/json", { query: { all: true } })) ?? [];
  const found: ContainerInspect[] = [];
  for (const { Id: id } of all) {
    if (id === inspect.Id) continue;
    const other = await api.json<ContainerInspect>("GET", `/containers/${id}/json`);
    if (
      other !== undefined &&
      Object.keys(other.NetworkSettings.Networks ?? {}).some((name) => networks.includes(name))
    )
      found.push(other);
  }
  return found;
}

function isNamed(container: ContainerInspect, host: string, networks: readonly string[]): boolean {
  const service = container.Config.Labels?.["com.docker.compose.service"];
  if (container.Name === `/${host}` || container.Id.startsWith(host) || service === host) return true;
  return Object.entries(container.NetworkSettings.Networks ?? {}).some(
    ([name, settings]) =>
      networks.includes(name) && (settings.IPAddress === host || (settings.Aliases ?? []).includes(host)),
  );
}
