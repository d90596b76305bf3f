import type { Change } from "../experiment/change.ts";
import type { TrialOptions } from "../experiment/trial.ts";
import type { ContainerConfig, HostConfig, Mount } from "./shapes.ts";

/** What a clone is made from. */
export interface CloneSource {
  readonly image: string;
  readonly argv: readonly string[];
  readonly config: ContainerConfig;
  readonly host: Partial<HostConfig>;
  readonly mounts: readonly Mount[];
}

interface CloneOptions extends TrialOptions {
  readonly launcher: readonly string[];
  readonly binds: readonly string[];
  readonly networkMode: string;
  readonly label: string;
}

const MEMORY_CAP_BYTES = 2 * 2 ** 30;
const PROCESS_CAP = 512;

function find<Kind extends Change["kind"]>(
  changes: readonly Change[],
  kind: Kind,
): Extract<Change, { kind: Kind }> | undefined {
  return changes.find((change): change is Extract<Change, { kind: Kind }> => change.kind === kind);
}

/** The body of the engine's create call for one trial. */
export function cloneBody(source: CloneSource, options: CloneOptions): Record<string, unknown> {
  const { config } = source;
  const { changes } = options;
  const argv = find(changes, "command")?.argv ?? source.argv;
  return {
    Image: source.image,
    Entrypoint: [...options.launcher, ...argv],
    Cmd: [],
    Env: environmentOf(config.Env ?? [], options),
    WorkingDir: find(changes, "folder")?.path ?? config.WorkingDir,
    User: find(changes, "user")?.user ?? config.User,
    Tty: find(changes, "terminal") !== undefined || config.Tty,
    OpenStdin: find(changes, "terminal") !== undefined || find(changes, "open-input") !== undefined || config.OpenStdin,
    ...(config.StopSignal === undefined ? {} : { StopSignal: config.StopSignal }),
    Labels: { [options.label]: "1" },
    Healthcheck: { Test: ["NONE"] },
    Volumes: { "/.doctor": {} },
    HostConfig: hostOf(source, options),
  };
}

function environmentOf(given: readonly string[], { changes, probes }: CloneOptions): string[] {
  const environment = new Map(
    given.map((entry): [string, string] => [entry.split("=")[0] ?? "", entry.slice(entry.indexOf("=") + 1)]),
  );
  for (const change of changes) {
    if (change.kind === "set-variable") environment.set(change.name, change.value);
    if (change.kind === "unset-variable") environment.delete(change.name);
  }
  if (probes) {
    const own = environment.get("NODE_OPTIONS");
    environment.set("NODE_OPTIONS", `${own === undefined ? "" : `${own} `}--require=/.doctor/node-probe.cjs`);
    const path = environment.get("PYTHONPATH");
    environment.set("PYTHONPATH", `/.doctor/python${path === undefined ? "" : `:${path}`}`);
    if (!environment.has("PYTHONDONTWRITEBYTECODE")) environment.set("PYTHONDONTWRITEBYTECODE", "1");
    environment.set("DOCTOR_PROBE", "/.doctor/out/probe");
  }
  return [...environment].map(([name, value]) => `${name}=${value}`);
}

function hostOf({ host }: CloneSource, { changes, binds, networkMode }: CloneOptions): Record<string, unknown> {
  const given = host.Memory !== undefined && host.Memory > 0 ? host.Memory : MEMORY_CAP_BYTES;
  const memory = find(changes, "more-memory") ? MEMORY_CAP_BYTES : given;
  const writable = changes.flatMap((change) => (change.kind === "writable-folder" ? [change.path] : []));
  const processes =
    host.PidsLimit !== undefined && host.PidsLimit !== null && host.PidsLimit > 0 && !find(changes, "more-processes")
      ? host.PidsLimit
      : PROCESS_CAP;
  return {
    NetworkMode: networkMode,
    Memory: memory,
    MemorySwap: memory,
    PidsLimit: processes,
    ReadonlyRootfs: host.ReadonlyRootfs === true && writable.every((path) => path !== "/"),
    CapAdd: find(changes, "all-capabilities") ? ["ALL"] : (host.CapAdd ?? []),
    CapDrop: find(changes, "all-capabilities") ? [] : (host.CapDrop ?? []),
    SecurityOpt: host.SecurityOpt ?? [],
    Tmpfs: {
      ...host.Tmpfs,
      ...Object.fromEntries(writable.filter((path) => path !== "/").map((path) => [path, "mode=1777,size=64m"])),
    },
    Ulimits: find(changes, "more-files") ? [{ Name: "nofile", Soft: 65_536, Hard: 65_536 }] : (host.Ulimits ?? []),
    ...(host.ShmSize === undefined ? {} : { ShmSize: host.ShmSize }),
    ...(networkMode === "none" ? { Sysctls: host.Sysctls ?? {} } : {}),
    GroupAdd: host.GroupAdd ?? [],
    Init: find(changes, "init") !== undefined || host.Init === true,
    Binds: binds.filter((bind) => !writable.includes(bind.split(":")[1] ?? "")),
    RestartPolicy: { Name: "no" },
    LogConfig: { Type: "json-file", Config: {} },
  };
}
