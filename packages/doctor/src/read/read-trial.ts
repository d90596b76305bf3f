import { evidence, type Evidence } from "../evidence/evidence.ts";
import { readConfiguration } from "./read-configuration.ts";
import { readEnd } from "./read-end.ts";
import { readExecutable } from "./read-executable.ts";
import { readFailures } from "./read-failures.ts";
import { readIdentity } from "./read-identity.ts";
import { readNetwork } from "./read-network.ts";
import { readOutput } from "./read-output.ts";
import { readProbe } from "./read-probe.ts";
import { readProcesses } from "./read-processes.ts";
import { readScripts } from "./read-scripts.ts";
import type { Reader, Sight } from "./sight.ts";

const READERS: readonly Reader[] = [
  readEnd,
  readExecutable,
  readFailures,
  readNetwork,
  readProcesses,
  readProbe,
  readOutput,
  readScripts,
  readConfiguration,
  readIdentity,
];

/** Everything that one trial shows, by all readers. */
export async function readTrial(sight: Sight): Promise<Evidence[]> {
  const found: Evidence[] = [];
  for (const reader of READERS) found.push(...(await reader(sight)));
  return found;
}

const KEYS = ["name", "path", "host", "port", "library", "symbol", "module", "version", "code", "signal"] as const;

/** What makes two pieces of evidence the same: their kind and what they are about. */
export function keyOf(item: Evidence): string {
  return [item.id, ...KEYS.map((key) => String(item.detail[key] ?? ""))].join("|");
}

/** Unites evidence, the earlier winning; of exits there is only one. A service that answered at last is not down. */
export function unite(...lists: readonly (readonly Evidence[])[]): Evidence[] {
  const found = new Map<string, Evidence>();
  let exits: Set<string> | undefined;
  for (const list of lists) {
    const ofList = new Set(list.filter((item) => item.source === "exit").map((item) => item.id));
    for (const item of list) {
      if (item.source === "exit" && exits !== undefined && !exits.has(item.id)) continue;
      if (!found.has(keyOf(item))) found.set(keyOf(item), item);
    }
    if (ofList.size > 0) exits ??= ofList;
  }
  const silent = [...found.values()].some((item) => item.id === "output.some");
  const up = new Set([...found.values()].filter((item) => item.id === "ports.dependency-up-now").map(addressOf));
  return [...found.values()].filter(
    (item) =>
      !(silent && item.id === "output.none") && !(item.id === "ports.dependency-down" && up.has(addressOf(item))),
  );
}

const addressOf = ({ detail }: Evidence): string => `${detail["host"]}:${detail["port"]}`;

/** What a program says when it has no network: in a clone that is the clone's doing. */
const CLOSED_NETWORK: ReadonlySet<string> = new Set(["output.refused", "output.name-not-resolved"]);

/** What of a clone's evidence is only the clone's: its network is closed, and what it survives says nothing of the original. */
export function ofClone(items: readonly Evidence[], survived: boolean): Evidence[] {
  const own = items.filter((item) => !CLOSED_NETWORK.has(item.id));
  if (!survived) return own;
  return [
    ...own.filter(
      (item) => item.source === "files" || item.source === "ports" || item.id === "shell.waits-without-exec",
    ),
    evidence("experiment.clone-survives", "a copy of it stays up in a closed clone"),
  ];
}
