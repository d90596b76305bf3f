import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { parse } from "yaml";
import { connectDocker } from "../docker/docker-api.ts";
import type { ContainerInspect, ContainerSummary } from "../docker/shapes.ts";
import { DoctorError } from "../errors.ts";
import type { Examined, Options } from "../main.ts";
import { examine } from "./container.ts";

export const composeFileNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

interface ComposeFile {
  readonly services?: Readonly<
    Record<string, { readonly build?: string | { readonly context?: string }; readonly container_name?: string }>
  >;
  readonly name?: string;
}

/** `doctor compose SERVICE`: the service's containers, of either generation of compose; its build folder are its sources. */
export async function examineService(service: string, options: Options): Promise<Examined[]> {
  const path = options.file ?? composeFileNames.find((name) => existsSync(name));
  const file = path === undefined ? undefined : await readCompose(path);
  if (file !== undefined && file.services?.[service] === undefined) {
    throw new DoctorError(
      "usage",
      `${path ?? ""} has no service ${service}; it has: ${Object.keys(file.services ?? {}).join(", ")}`,
    );
  }
  const api = await connectDocker();
  const filters = JSON.stringify({ label: [`com.docker.compose.service=${service}`] });
  const all = (await api.json<ContainerSummary[]>("GET", "/containers/json", { query: { all: true, filters } })) ?? [];
  const project =
    path === undefined
      ? undefined
      : (file?.name ??
        basename(dirname(resolve(path)))
          .toLowerCase()
          .replaceAll(/[^a-z0-9_-]/g, ""));
  const ours = all.filter(
    (each) =>
      project === undefined || each.Labels["com.docker.compose.project"] === project || isOfFile(each, path ?? ""),
  );
  const chosen = ours.length > 0 ? ours : options.file === undefined ? all : [];
  if (chosen.length === 0)
    throw new DoctorError(
      "usage",
      `the engine has no container of the service ${service}; start it first (compose up)`,
    );
  const source = options.source ?? sourceOf(file, service, path);
  const found: Examined[] = [];
  for (const { Id: id } of chosen) {
    const inspect = await api.json<ContainerInspect>("GET", `/containers/${id}/json`);
    if (inspect !== undefined)
      found.push(await examine(api, inspect, { ...options, ...(source === undefined ? {} : { source }) }));
  }
  return found;
}

function isOfFile(container: ContainerSummary, path: string): boolean {
  const files = container.Labels["com.docker.compose.project.config_files"] ?? "";
  return (
    path !== "" &&
    files
      .split(",")
      .some(
        (each) => resolve(container.Labels["com.docker.compose.project.working_dir"] ?? "/", each) === resolve(path),
      )
  );
}

async function readCompose(path: string): Promise<ComposeFile> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new DoctorError("usage", `the compose file ${path} cannot be read`);
  });
  try {
    return parse(text) as ComposeFile;
  } catch (error) {
    throw new DoctorError("usage", `${path} is no valid YAML: ${error instanceof Error ? error.message : ""}`);
  }
}

function sourceOf(file: ComposeFile | undefined, service: string, path: string | undefined): string | undefined {
  const build = file?.services?.[service]?.build;
  const context = typeof build === "string" ? build : build?.context;
  return context === undefined || path === undefined ? undefined : resolve(dirname(path), context);
}
