import { lookup } from "node:dns/promises";
import { connect } from "node:net";
import { evidence, type Evidence } from "../evidence/evidence.ts";
import type { Change } from "../experiment/change.ts";
import { standInAddress } from "../experiment/stand-in-address.ts";
import type { Sight } from "./sight.ts";
import { connections, namesAsked } from "./read-network.ts";

/** How things stand outside the clone, at one address. */
export type Reality = "open" | "refused" | "unreachable" | "unknown-name";

/** What is outside of a clone. Port 0 asks about the name alone. */
export interface Outside {
  ask(host: string, port: number): Promise<Reality>;
  /** The ports that a host is known to listen on, without asking it. */
  portsOf(host: string): Promise<readonly number[]>;
}

/** The outside as this machine sees it. */
export const outsideFromHere: Outside = {
  ask: async (host, port) => {
    const known = await lookup(host).then(
      () => true,
      () => false,
    );
    if (!known) return "unknown-name";
    return port === 0 ? "open" : dial(host, port);
  },
  portsOf: () => Promise.resolve([]),
};

function dial(host: string, port: number): Promise<Reality> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 700 });
    const done = (reality: Reality): void => {
      socket.destroy();
      resolve(reality);
    };
    socket.on("connect", () => done("open"));
    socket.on("timeout", () => done("unreachable"));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      done(error.code === "ECONNREFUSED" ? "refused" : "unreachable"),
    );
  });
}

export interface NetworkTruth {
  readonly evidence: readonly Evidence[];
  /** Stand-ins for what answers in reality and is only missing in the closed clone. */
  readonly standIns: readonly Change[];
}

/**
 * The clone's network is closed, so what fails in it counts only when reality refuses it too. What reality offers gets
 * a stand-in, so that the program comes as far as it does there. `standing` are the stand-ins of the trial.
 */
export async function verifyNetwork(
  sight: Sight,
  outside: Outside,
  standing: readonly Change[],
): Promise<NetworkTruth> {
  const found: Evidence[] = [];
  const standIns: Change[] = [];
  const names = new Map(
    standing.flatMap((change) =>
      change.kind === "stand-in" ? [[standInAddress(change.host), change.host] as const] : [],
    ),
  );
  for (const { host: address, port } of failedTargets(sight)) {
    const host = names.get(address) ?? address;
    const reality = await outside.ask(host, port);
    if (reality === "open") standIns.push({ kind: "stand-in", host, port });
    else found.push(refusal(host, port, reality));
  }
  for (const name of unresolved(sight)) {
    if (names.has(standInAddress(name))) continue;
    if ((await outside.ask(name, 0)) === "unknown-name") {
      const text = `the name ${name} is asked for, and cannot be resolved outside the clone either`;
      found.push(evidence("trace.name-not-resolved", text, { host: name }));
    } else standIns.push({ kind: "stand-in", host: name, port: 0 }, ...(await listeningAt(sight, name, outside)));
  }
  return { evidence: found, standIns };
}

/** Addresses that were tried and never reached. */
function failedTargets(sight: Sight): { host: string; port: number }[] {
  const failed = new Map<string, { host: string; port: number }>();
  for (const { endpoint, outcome } of connections(sight.trace?.calls ?? [])) {
    const key = `${endpoint.host}:${endpoint.port}`;
    if (outcome === "connected" || outcome === "EINPROGRESS") failed.delete(key);
    else failed.set(key, endpoint);
  }
  return [...failed.values()];
}

function refusal(host: string, port: number, reality: Reality): Evidence {
  return reality === "refused"
    ? evidence("trace.connect-refused", `${host}:${port} is asked for, and refuses connections outside the clone too`, {
        host,
        port,
      })
    : evidence(
        "trace.connect-timeout",
        `${host}:${port} is asked for, and cannot be reached outside the clone either`,
        { host, port },
      );
}

function unresolved(sight: Sight): string[] {
  const asked = namesAsked(sight.trace?.calls ?? [])
    .filter(({ answered }) => !answered)
    .map(({ name }) => name);
  // Without a name server at all no question is ever sent; then only the program's own words name the host.
  const said = [...sight.trial.output.matchAll(/(?:ENOTFOUND|EAI_AGAIN) ([\w.-]+)/g)].map((match) => match[1] ?? "");
  const failedLookup =
    /Name or service not known|Temporary failure in name resolution|no such host|failed to lookup|name resolution|getaddrinfo/i.test(
      sight.trial.output,
    );
  const configured = failedLookup && asked.length + said.length === 0 ? configuredHosts(sight) : [];
  return [...new Set([...asked, ...said, ...configured])].filter((name) => name !== "" && name !== "localhost");
}

/** Host names that the configuration names in addresses. */
export function configuredHosts(sight: Pick<Sight, "subject">): string[] {
  const texts = [...Object.entries(sight.subject.environment).map(([, value]) => value), ...sight.subject.argv];
  return texts.flatMap((text) =>
    [...text.matchAll(/(?:\w+:\/\/(?:[^\s/@]*@)?|^)([a-z][\w-]*(?:\.[\w-]+)*)(?::\d{2,5})/gi)].map(
      (match) => match[1] ?? "",
    ),
  );
}

/** Stand-ins for what a named host is known, or said in the configuration, to listen on. */
async function listeningAt(sight: Sight, name: string, outside: Outside): Promise<Change[]> {
  const ports = new Set(await outside.portsOf(name));
  const pattern = new RegExp(`${name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}:(\\d{2,5})`, "g");
  for (const text of [...Object.values(sight.subject.environment), ...sight.subject.argv]) {
    for (const match of text.matchAll(pattern)) {
      const port = Number(match[1]);
      if ((await outside.ask(name, port)) === "open") ports.add(port);
    }
  }
  return [...ports].map((port) => ({ kind: "stand-in", host: name, port }));
}
