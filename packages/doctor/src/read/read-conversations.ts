import { connect } from "node:tls";
import { evidence, type Evidence } from "../evidence/evidence.ts";
import type { Trial } from "../experiment/trial.ts";
import { connections, type Endpoint } from "./read-network.ts";

const PATIENCE_MS = 1_500;
/** The first bytes of a TLS record that holds a handshake (RFC 8446, section 5.1), as strace writes them. */
const HANDSHAKE = /"\\26\\3/;

/** Services that the original reached and spoke to before it ended: they were up, so what they said, or how, was not to its liking. */
export async function readConversations(trial: Trial): Promise<Evidence[]> {
  if (trial.end.kind === "alive") return [];
  const found: Evidence[] = [];
  for (const { host, port } of reached(trial)) {
    found.push(
      evidence("ports.reached-then-ended", `${host}:${port} accepted the program's connection, and then it ended`, {
        host,
        port,
      }),
    );
    if (speaksTls(trial, port)) found.push(...(await readCertificate({ host, port })));
  }
  return found;
}

/** Where the program itself came through to, each address once. */
export function reached(trial: Trial): Endpoint[] {
  const found = new Map<string, Endpoint>();
  for (const { endpoint, outcome } of connections(trial.trace?.calls ?? [])) {
    if (outcome === "connected") found.set(`${endpoint.host}:${endpoint.port}`, endpoint);
  }
  return [...found.values()];
}

function speaksTls(trial: Trial, port: number): boolean {
  const calls = trial.trace?.calls ?? [];
  return calls.some(
    (call) =>
      /^(write|writev|sendto|sendmsg)$/.test(call.name) && call.args.includes(`:${port}]`) && HANDSHAKE.test(call.args),
  );
}

/** What a certificate says of itself; whom the program trusts is its own affair. */
function readCertificate({ host, port }: Endpoint): Promise<Evidence[]> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, rejectUnauthorized: false, timeout: PATIENCE_MS });
    const done = (found: Evidence[]): void => {
      socket.destroy();
      resolve(found);
    };
    socket.on("secureConnect", () => {
      const { valid_from: from, valid_to: to } = socket.getPeerCertificate();
      const now = Date.now();
      const expired = now > Date.parse(to);
      if (!expired && now >= Date.parse(from)) return done([]);
      const text = expired ? `expired on ${to}` : `is not valid before ${from}`;
      return done([
        evidence("ports.certificate-expired", `the certificate of ${host}:${port} ${text}`, { host, port, until: to }),
      ]);
    });
    socket.on("timeout", () => done([]));
    socket.on("error", () => done([]));
  });
}
