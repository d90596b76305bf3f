import { lookup } from "node:dns/promises";
import { request } from "node:http";
import { isIPv6 } from "node:net";
import { serveExit, StartFailure } from "./failure.ts";
import { describePortOwner } from "./port-owner.ts";

const PROBE_TIMEOUT_MS = 5_000;
const PATH = "/api/health/live";

export interface Probed {
  readonly host: string;
  readonly port: number;
  readonly instanceId: string;
}

type Answer =
  | { readonly kind: "answer"; readonly status: number; readonly body: string }
  | { readonly kind: "none"; readonly why: string };

/**
 * Asks this server over real HTTP who it is, under its own address and under every one that `localhost` means. Ours must
 * answer; at the others nobody may, or it must be us: somebody else there would get our clients' requests.
 */
export async function probeSelf({ host, port, instanceId }: Probed): Promise<void> {
  const own = addressOf(host);
  const first = await ask(own, port);
  if (!isOurs(first, instanceId)) throw ownFailure(first, { own, port });
  for (const address of await otherAddresses(host, own)) {
    const answer = await ask(address, port);
    if (answer.kind === "answer" && !isOurs(answer, instanceId)) throw strangerFailure(address, port);
  }
}

function addressOf(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  return host === "::" ? "::1" : host;
}

async function otherAddresses(host: string, own: string): Promise<readonly string[]> {
  const local = ["0.0.0.0", "::", "localhost", "127.0.0.1", "::1"].includes(host);
  if (!local) return [];
  const found = await lookup("localhost", { all: true }).catch(() => []);
  return [...new Set([...found.map(({ address }) => address), "127.0.0.1", "::1"])].filter(
    (address) => address !== own,
  );
}

function isOurs(answer: Answer, instanceId: string): boolean {
  if (answer.kind === "none" || answer.status !== 200) return false;
  try {
    return (JSON.parse(answer.body) as { instanceId?: unknown } | null)?.instanceId === instanceId;
  } catch {
    return false;
  }
}

function ask(address: string, port: number): Promise<Answer> {
  return new Promise((resolve) => {
    const none = (why: string): void => resolve({ kind: "none", why });
    const call = request({ host: address, port, path: PATH, agent: false, timeout: PROBE_TIMEOUT_MS }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body = (body + chunk).slice(0, 10_000);
      });
      response.on("end", () => resolve({ kind: "answer", status: response.statusCode ?? 0, body }));
      response.on("error", (error) => none(error.message));
    });
    call.on("timeout", () => call.destroy(new Error(`no answer in ${PROBE_TIMEOUT_MS / 1000} s`)));
    // Something that takes the connection and does not speak HTTP is somebody, too.
    call.on("error", (error: NodeJS.ErrnoException) => {
      const nobody = ["ECONNREFUSED", "EADDRNOTAVAIL", "EAFNOSUPPORT", "ENETUNREACH", "EHOSTUNREACH"].includes(
        error.code ?? "",
      );
      if (nobody) none(error.message);
      else resolve({ kind: "answer", status: 0, body: error.message });
    });
    call.end();
  });
}

const urlOf = (address: string, port: number): string =>
  `http://${isIPv6(address) ? `[${address}]` : address}:${port}${PATH}`;

function ownFailure(answer: Answer, { own, port }: { own: string; port: number }): StartFailure {
  const what =
    answer.kind === "none"
      ? `nothing answers (${answer.why})`
      : `somebody else answers (${describeAnswer(answer)}): ${describePortOwner(port)}`;
  return new StartFailure({
    code: answer.kind === "none" ? "SELF_PROBE_FAILED" : "PORT_TAKEN",
    description: `the server cannot reach itself at ${urlOf(own, port)}: ${what}`,
    action: "Look for a firewall, a proxy or another program on this port.",
    exitCode: serveExit.system,
  });
}

function strangerFailure(address: string, port: number): StartFailure {
  return new StartFailure({
    code: "PORT_TAKEN",
    description: `port ${port} is taken at ${address}, where clients that say localhost may end up: by ${describePortOwner(port)}`,
    action: "Stop that program, or choose another port, for example PORT=2001.",
    exitCode: serveExit.system,
  });
}

const describeAnswer = ({ status, body }: { status: number; body: string }): string =>
  `status ${status}: ${body.slice(0, 80).replaceAll(/\s+/g, " ")}`;
