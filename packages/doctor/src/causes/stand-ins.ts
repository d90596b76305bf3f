import type { Change } from "../experiment/change.ts";
import type { Remedy, Seen } from "./cause.ts";

const BY_SCHEME: Readonly<Record<string, number>> = {
  postgres: 5432,
  postgresql: 5432,
  redis: 6379,
  mysql: 3306,
  mongodb: 27017,
  amqp: 5672,
  http: 80,
  https: 443,
  kafka: 9092,
  nats: 4222,
};
const USUAL = [80, 443, 3000, 3306, 4222, 5000, 5432, 5672, 6379, 8000, 8080, 9092, 9200, 27017];

const SOURCES = [
  "trace.connect-refused",
  "trace.connect-timeout",
  "ports.dependency-down",
  "ports.dependency-up-now",
  "trace.name-not-resolved",
  "ports.name-unknown",
  "output.refused",
  "output.name-not-resolved",
] as const;

/** The dependency in question, for a sentence. */
export function targetOf(seen: Seen): string {
  for (const id of SOURCES) {
    const found = seen.all.findLast((item) => item.id === id && String(item.detail["host"] ?? "") !== "");
    const port = found?.detail["port"];
    if (found !== undefined)
      return `${String(found.detail["host"])}${port === undefined || port === "" || port === 0 ? "" : `:${String(port)}`}`;
  }
  const socket = seen.all.findLast((item) => item.id === "trace.connect-missing-socket");
  return socket === undefined ? "its dependency" : String(socket.detail["path"]);
}

/** Stand-ins that accept connections where a dependency is missing: if the program then lives, the dependency was it. */
export function standIns(seen: Seen): Remedy[] {
  const wanted = new Map<string, Change>();
  for (const item of seen.all) {
    if (item.id === "trace.connect-missing-socket") {
      const path = String(item.detail["path"]);
      wanted.set(path, { kind: "stand-in-socket", path });
    }
    if (!SOURCES.some((id) => id === item.id)) continue;
    const host = String(item.detail["host"] ?? "");
    if (host === "") continue;
    const port = Number(item.detail["port"] ?? 0);
    const known = port > 0 ? [port] : portsOf(seen, host);
    for (const each of known.length > 0 ? known : USUAL)
      wanted.set(`${host}:${each}`, { kind: "stand-in", host, port: each });
  }
  return wanted.size === 0 ? [] : [{ changes: [...wanted.values()] }];
}

/** The ports that the configuration names together with a host. */
function portsOf(seen: Seen, host: string): number[] {
  const texts = [...Object.values(seen.subject.environment), ...seen.subject.argv];
  const ports = new Set<number>();
  for (const text of texts) {
    for (let at = text.indexOf(host); at !== -1; at = text.indexOf(host, at + 1)) {
      const explicit = /^:(\d{2,5})\b/.exec(text.slice(at + host.length))?.[1];
      const scheme = /(\w+):\/\/(?:[^\s/]*@)?$/.exec(text.slice(0, at))?.[1];
      const implied = scheme === undefined ? undefined : BY_SCHEME[scheme];
      if (explicit !== undefined) ports.add(Number(explicit));
      else if (implied !== undefined) ports.add(implied);
    }
  }
  return [...ports];
}
