import { lookup } from "node:dns/promises";
import { connect } from "node:net";
import { evidence, type Evidence } from "../evidence/evidence.ts";
import type { Change } from "../experiment/change.ts";
import type { Sight } from "./sight.ts";
import { connections, namesAsked } from "./read-network.ts";

/** How things stand outside the clone, at one address. */
export type Reality = "open" | "refused" | "unreachable" | "unknown-name";

/** Asks reality about an endpoint; port 0 asks about the name alone. */
export type AskReality = (host: string, port: number) => Promise<Reality>;

export const askFromHere: AskReality = async (host, port) => {
  const known = await lookup(host).then(
    () => true,
    () => false,
  );
  if (!known) return "unknown-name";
  if (port === 0) return "open";
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
};

export interface NetworkTruth {
  readonly evidence: readonly Evidence[];
  /** Stand-ins for what answers in reality and is only missing in the closed clone. */
  readonly standIns: readonly Change[];
}

/**
 * The clone's network is closed, so what fails in it counts only when reality refuses it too. What reality offers gets
 * a stand-in, so that the program comes as far as it does there.
 */
export async function verifyNetwork(sight: Sight, ask: AskReality): Promise<NetworkTruth> {
  const found: Evidence[] = [];
  const standIns: Change[] = [];
  const calls = sight.trace?.calls ?? [];
  const failedTargets = new Map<string, { host: string; port: number }>();
  for (const { endpoint, outcome } of connections(calls)) {
    const key = `${endpoint.host}:${endpoint.port}`;
    if (outcome === "connected" || outcome === "EINPROGRESS") failedTargets.delete(key);
    else failedTargets.set(key, endpoint);
  }
  for (const { host, port } of failedTargets.values()) {
    const reality = await ask(host, port);
    if (reality === "open") standIns.push({ kind: "stand-in", host, port });
    else found.push(refusal(host, port, reality));
  }
  for (const name of await unresolved(sight)) {
    if ((await ask(name, 0)) === "unknown-name") {
      found.push(
        evidence(
          "trace.name-not-resolved",
          `the name ${name} is asked for, and cannot be resolved outside the clone either`,
          { host: name },
        ),
      );
    } else standIns.push(...(await namedStandIns(sight, name, ask, found)));
  }
  return { evidence: found, standIns };
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

async function unresolved(sight: Sight): Promise<string[]> {
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

async function namedStandIns(sight: Sight, name: string, ask: AskReality, found: Evidence[]): Promise<Change[]> {
  const ports = new Set<number>();
  for (const text of [...Object.values(sight.subject.environment), ...sight.subject.argv, sight.trial.output]) {
    for (const match of text.matchAll(new RegExp(`${name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}:(\\d{2,5})`, "g")))
      ports.add(Number(match[1]));
  }
  const standIns: Change[] = [];
  for (const port of ports) {
    const reality = await ask(name, port);
    if (reality === "open") standIns.push({ kind: "stand-in", host: name, port });
    else found.push(refusal(name, port, reality));
  }
  return standIns;
}
