import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { connectDocker, type DockerApi } from "../docker/docker-api.ts";
import type { ContainerInspect, ContainerSummary } from "../docker/shapes.ts";
import { DoctorError } from "../errors.ts";
import { toolPath } from "../experiment/tools.ts";
import type { Examined, Options } from "../main.ts";
import { examine } from "./container.ts";
import { examineOwnServer } from "./own-server.ts";
import { examineUnit } from "./unit.ts";

const run = promisify(execFile);
const MOST = 5;

/** `doctor`: whatever here will not stay up; nothing of that kind is health. */
export async function examineEverything(options: Options): Promise<Examined[]> {
  const found: Examined[] = [];
  const blind: string[] = [];
  const api = await connectDocker().catch((error: unknown) => {
    if (!(error instanceof DoctorError)) throw error;
    blind.push(error.message);
    return undefined;
  });
  if (api !== undefined)
    for (const inspect of (await ailing(api)).slice(0, MOST)) found.push(await examine(api, inspect, options));
  const units = await failedUnits();
  if (units === undefined) blind.push("systemd does not answer here");
  for (const name of (units ?? []).slice(0, MOST)) found.push(...(await examineUnit(name, options)));
  found.push(...(await examineOwnServer(options)));
  for (const reason of blind) console.error(`doctor: not looked at: ${reason}`);
  if (found.length === 0) {
    if (api === undefined && units === undefined)
      throw new DoctorError(
        "access",
        "neither a Docker engine nor systemd can be asked here; name a process (doctor pid N) or a command (doctor run -- COMMAND)",
      );
    console.error("doctor: everything here stays up");
  }
  return found;
}

/** Containers that restart, are unhealthy, could not start, or ended with a failure. */
async function ailing(api: DockerApi): Promise<ContainerInspect[]> {
  const all = (await api.json<ContainerSummary[]>("GET", "/containers/json", { query: { all: true } })) ?? [];
  const chosen: ContainerInspect[] = [];
  for (const { Id: id, Labels: labels } of all) {
    if (labels["doctor.clone"] !== undefined) continue;
    const inspect = await api.json<ContainerInspect>("GET", `/containers/${id}/json`);
    if (inspect === undefined) continue;
    const { State: state } = inspect;
    const bad =
      state.Restarting ||
      state.Health?.Status === "unhealthy" ||
      state.Error !== "" ||
      (!state.Running && state.ExitCode !== 0) ||
      (state.Running && inspect.RestartCount > 2);
    if (bad) chosen.push(inspect);
  }
  return chosen;
}

async function failedUnits(): Promise<string[] | undefined> {
  const systemctl = toolPath("systemctl");
  if (systemctl === undefined) return undefined;
  const listed = await run(systemctl, [
    "list-units",
    "--state=failed,auto-restart",
    "--no-legend",
    "--plain",
    "--type=service",
  ]).catch(() => undefined);
  return listed?.stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/)[0] ?? "")
    .filter((name) => name.endsWith(".service"));
}
