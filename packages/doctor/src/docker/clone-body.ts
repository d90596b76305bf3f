import { readFileSync } from "node:fs";
import type { Change } from "../experiment/change.ts";
import { shellCommand } from "../experiment/shell-quote.ts";
import { probeEnvironment } from "../experiment/probe-environment.ts";
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
/** Names and bits of linux/capability.h. */
const CAPABILITIES: Readonly<Record<string, number>> = {
  CHOWN: 0,
  DAC_OVERRIDE: 1,
  FOWNER: 3,
  KILL: 5,
  SETGID: 6,
  SETUID: 7,
  NET_BIND_SERVICE: 10,
  NET_ADMIN: 12,
  NET_RAW: 13,
  IPC_LOCK: 14,
  SYS_CHROOT: 18,
  SYS_ADMIN: 21,
  SYS_NICE: 23,
  SYS_RESOURCE: 24,
};

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
  const plain = find(changes, "command")?.argv ?? source.argv;
  const removed = changes.flatMap((change) => (change.kind === "remove-file" ? [change.path] : []));
  const argv =
    removed.length === 0 ? plain : ["/bin/sh", "-c", `rm -rf ${shellCommand(removed)}; exec "$@"`, "sh", ...plain];
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

/** Of the usual capabilities those that this machine has itself: an engine cannot give what it lacks. */
function grantable(): string[] {
  const mask = /^CapBnd:\s*([\da-f]+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  return Object.entries(CAPABILITIES).flatMap(([name, bit]) =>
    (BigInt(`0x${mask}`) >> BigInt(bit)) % 2n === 1n ? [name] : [],
  );
}

/** An engine cannot give more than this machine allows. */
function mostOpenFiles(): number {
  const hard = Number(/^Max open files\s+\d+\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? 4_096);
  return Math.min(hard, 65_536);
}

function environmentOf(given: readonly string[], { changes, probes }: CloneOptions): string[] {
  const environment = new Map(
    given.map((entry): [string, string] => [entry.split("=")[0] ?? "", entry.slice(entry.indexOf("=") + 1)]),
  );
  for (const change of changes) {
    if (change.kind === "set-variable") environment.set(change.name, change.value);
    if (change.kind === "unset-variable") environment.delete(change.name);
  }
  const plain = Object.fromEntries(environment);
  const full = probes ? probeEnvironment(plain, "/.doctor", { outputPath: "/.doctor/out/probe", changes }) : plain;
  return Object.entries(full).map(([name, value]) => `${name}=${value}`);
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
    // A name server that nobody is: the questions to it are seen, and none is answered.
    ...(networkMode === "none" ? { Dns: ["127.0.0.1"] } : {}),
    Memory: memory,
    MemorySwap: memory,
    PidsLimit: processes,
    ReadonlyRootfs: host.ReadonlyRootfs === true && writable.every((path) => path !== "/"),
    CapAdd: find(changes, "all-capabilities") ? grantable() : (host.CapAdd ?? []),
    CapDrop: find(changes, "all-capabilities") ? [] : (host.CapDrop ?? []),
    SecurityOpt: host.SecurityOpt ?? [],
    Tmpfs: {
      ...host.Tmpfs,
      ...Object.fromEntries(writable.filter((path) => path !== "/").map((path) => [path, "mode=1777,size=64m"])),
    },
    Ulimits: find(changes, "more-files")
      ? [{ Name: "nofile", Soft: mostOpenFiles(), Hard: mostOpenFiles() }]
      : (host.Ulimits ?? []),
    ...(host.ShmSize === undefined ? {} : { ShmSize: host.ShmSize }),
    ...(networkMode === "none" ? { Sysctls: host.Sysctls ?? {} } : {}),
    GroupAdd: host.GroupAdd ?? [],
    Init: find(changes, "init") !== undefined || host.Init === true,
    Binds: binds.filter((bind) => !writable.includes(bind.split(":")[1] ?? "")),
    RestartPolicy: { Name: find(changes, "restart-policy")?.policy ?? "no" },
    LogConfig: { Type: "json-file", Config: {} },
  };
}
