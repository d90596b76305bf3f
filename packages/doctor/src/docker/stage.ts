import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Change } from "../experiment/change.ts";
import { standInAddress } from "../experiment/stand-in-address.ts";
import { toolPath } from "../experiment/tools.ts";
import { undoLater } from "../experiment/undo.ts";
import { packArchive } from "./archive.ts";
import type { CloneSource } from "./clone-body.ts";
import type { DockerApi } from "./docker-api.ts";
import type { ContainerInspect } from "./shapes.ts";
import type { ToolKit } from "./tool-kit.ts";

const STUB = fileURLToPath(new URL("../../probes/stub-server.cjs", import.meta.url));

/** The network of a trial: closed, or closed with stand-ins for what the program asks for. */
export interface Stage {
  readonly networkMode: string;
  close(): Promise<void>;
}

interface Needs {
  readonly api: DockerApi;
  readonly source: CloneSource;
  readonly kit: ToolKit;
}

const CLOSED: Stage = { networkMode: "none", close: () => Promise.resolve() };

/** Prepares the network: for stand-ins a holder container keeps it open, and a small server of ours answers inside it. */
export async function createStage({ api, source, kit }: Needs, changes: readonly Change[]): Promise<Stage> {
  const wanted = changes.filter((change) => change.kind === "stand-in" || change.kind === "blocked-port");
  const addresses = changes.flatMap((change) => (change.kind === "local-address" ? [change.address] : []));
  const nsenter = toolPath("nsenter");
  const sleeper = kit.start("sleep");
  if (wanted.length + addresses.length === 0 || nsenter === undefined || sleeper === undefined || !api.local)
    return CLOSED;
  const names = wanted.flatMap((change) =>
    change.kind === "stand-in" && !isAddress(change.host) ? [change.host] : [],
  );
  const holder = await api.json<{ Id: string }>("POST", "/containers/create", {
    body: {
      Image: source.image,
      Entrypoint: [...sleeper, "120"],
      Cmd: [],
      User: "0",
      Labels: { "doctor.clone": "1" },
      Healthcheck: { Test: ["NONE"] },
      Volumes: { "/.doctor": {} },
      HostConfig: {
        NetworkMode: "none",
        Dns: ["127.0.0.1"],
        ExtraHosts: [...new Set(names)].map((name) => `${name}:${standInAddress(name)}`),
      },
    },
  });
  const id = holder?.Id ?? "";
  const folder = await mkdtemp(join(tmpdir(), "doctor-stage-"));
  await api.call("PUT", `/containers/${id}/archive`, {
    query: { path: "/.doctor" },
    raw: await packArchive(kit.entries),
  });
  await api.call("POST", `/containers/${id}/start`);
  const pid = (await api.json<ContainerInspect>("GET", `/containers/${id}/json`))?.State.Pid ?? 0;
  const enter = [`--net=/proc/${pid}/ns/net`, "--"];
  for (const address of [
    ...addresses,
    ...wanted.flatMap((change) => (change.kind === "stand-in" && isAddress(change.host) ? [change.host] : [])),
  ]) {
    await ended(
      spawn(
        nsenter,
        [
          ...enter,
          toolPath("ip") ?? "ip",
          "addr",
          "add",
          address.includes(":") ? address : `${address}/32`,
          "dev",
          "lo",
        ],
        { stdio: "ignore" },
      ),
    );
  }
  const targets = wanted.flatMap((change) => {
    if (change.kind === "blocked-port") return [`0.0.0.0:${change.port}`];
    return change.kind === "stand-in" && change.port > 0 ? [`${standInAddress(change.host)}:${change.port}`] : [];
  });
  const ready = join(folder, "ready");
  const stub =
    targets.length === 0
      ? undefined
      : spawn(nsenter, [...enter, process.execPath, STUB, ready, ...targets], { stdio: "ignore" });
  for (let waited = 0; stub !== undefined && waited < 2_000 && !existsSync(ready); waited += 20) await sleep(20);
  return {
    networkMode: `container:${id}`,
    close: undoLater(async () => {
      stub?.kill("SIGKILL");
      await api.call("DELETE", `/containers/${id}`, { query: { force: true, v: true } });
      await rm(folder, { recursive: true, force: true });
    }),
  };
}

function isAddress(host: string): boolean {
  return /^[\d.]+$|:/.test(host);
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once("exit", () => resolve()));
}
