import { evidence, type Evidence } from "../evidence/evidence.ts";
import { unescapeText, type Syscall } from "../trace/parse-trace.ts";
import type { Sight } from "./sight.ts";

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Binds, connections and look-ups of names that did not succeed and were not made good later. */
export function readNetwork(sight: Sight): Evidence[] {
  const calls = sight.trace?.calls ?? [];
  const found: Evidence[] = [...readBinds(calls)];
  if (calls.some((call) => call.name === "listen" && call.errno === undefined)) {
    found.push(evidence("trace.listened", "the program began to listen"));
  }
  if (!sight.networkClosed) found.push(...readConnections(calls), ...readNames(calls));
  const touched = calls.some((call) => call.name === "socket" && /AF_INET/.test(call.args));
  if (calls.length > 0 && !touched && sight.trial.end.kind !== "alive" && sight.trial.end.kind !== "not-started") {
    found.push(evidence("trace.no-network-calls", "no network socket was ever asked for"));
  }
  return found;
}

function readBinds(calls: readonly Syscall[]): Evidence[] {
  const found = new Map<number, Evidence>();
  for (const call of calls) {
    const inUse = call.name === "listen" && call.errno === "EADDRINUSE";
    if (call.name !== "bind" && !inUse) continue;
    const port = Number(/htons\((\d+)\)/.exec(call.args)?.[1] ?? /:(\d+)\]/.exec(call.args)?.[1] ?? 0);
    const address = addressOf(call.args);
    const detail = { port, address };
    if (call.errno === undefined) found.delete(port);
    else if (call.errno === "EADDRINUSE") {
      if (/AF_UNIX/.test(call.args)) {
        const path = /sun_path="([^"]*)"/.exec(call.args)?.[1] ?? "";
        found.set(
          -1,
          evidence("trace.lock-held", `bind of the socket ${path} failed with EADDRINUSE`, { path, how: "exists" }),
        );
      } else found.set(port, evidence("trace.bind-in-use", `bind of port ${port} failed with EADDRINUSE`, detail));
    } else if (call.errno === "EACCES" && !/AF_UNIX/.test(call.args)) {
      found.set(port, evidence("trace.bind-denied", `bind of port ${port} failed with EACCES`, detail));
    } else if (call.errno === "EADDRNOTAVAIL") {
      // IPv6 is often absent, and programs fall back to IPv4.
      found.set(
        port,
        evidence("trace.bind-unavailable", `bind of ${address} failed: this machine has no such address`, detail),
      );
    }
  }
  return [...found.values()];
}

function addressOf(args: string): string {
  return /inet_(?:addr\("([^"]+)"\)|pton\(AF_INET6, "([^"]+)")/.exec(args)?.slice(1).find(Boolean) ?? "";
}

interface Attempted {
  readonly endpoint: Endpoint;
  readonly outcome: string;
  readonly at: Syscall;
}

const REFUSED = /^(ECONNREFUSED)$/;
const UNREACHED = /^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;

function readConnections(calls: readonly Syscall[]): Evidence[] {
  const found: Evidence[] = [];
  const outcomes = new Map<string, Attempted>();
  for (const attempt of connections(calls)) outcomes.set(`${attempt.endpoint.host}:${attempt.endpoint.port}`, attempt);
  for (const [target, { endpoint, outcome }] of outcomes) {
    const detail = { host: endpoint.host, port: endpoint.port };
    if (REFUSED.test(outcome)) {
      found.push(evidence("trace.connect-refused", `the connection to ${target} was refused (${outcome})`, detail));
    } else if (UNREACHED.test(outcome)) {
      found.push(evidence("trace.connect-timeout", `${target} could not be reached (${outcome})`, detail));
    }
  }
  for (const call of calls) {
    if (call.name !== "connect" || !/AF_UNIX/.test(call.args) || !/^(ENOENT|ECONNREFUSED)$/.test(call.errno ?? ""))
      continue;
    const path = /sun_path=@?"([^"]*)"/.exec(call.args)?.[1] ?? "";
    if (/nscd|systemd|syslog|\/dev\/log|dbus/.test(path)) continue;
    found.push(
      evidence("trace.connect-missing-socket", `the connection to ${path} failed with ${call.errno}`, { path }),
    );
  }
  return found;
}

/** Every TCP connection that was tried, with how it went; a pending one is settled by SO_ERROR. */
export function connections(calls: readonly Syscall[]): Attempted[] {
  const found: Attempted[] = [];
  const pending = new Map<string, Attempted>();
  for (const call of calls) {
    const descriptor = `${call.pid} ${/^(\d+)</.exec(call.args)?.[1] ?? ""}`;
    if (call.name === "connect" && /sa_family=AF_INET6?,/.test(call.args) && /TCP/.test(call.args)) {
      const port = Number(/htons\((\d+)\)/.exec(call.args)?.[1] ?? 0);
      if (port === 0 || port === 53) continue;
      const attempt = { endpoint: { host: addressOf(call.args), port }, outcome: call.errno ?? "connected", at: call };
      if (call.errno === "EINPROGRESS") pending.set(descriptor, attempt);
      found.push(attempt);
    } else if (call.name === "getsockopt" && call.args.includes("SO_ERROR")) {
      const known = pending.get(descriptor);
      const errno = /SO_ERROR, \[(\w+)\]/.exec(call.args)?.[1];
      if (known === undefined || errno === undefined) continue;
      pending.delete(descriptor);
      found.push({ ...known, outcome: errno === "0" ? "connected" : errno, at: call });
    }
  }
  return found;
}

/** Names that were asked of a name server and answered with "no such name", or never answered. */
function readNames(calls: readonly Syscall[]): Evidence[] {
  return namesAsked(calls)
    .filter(({ answered }) => !answered)
    .map(({ name }) =>
      evidence("trace.name-not-resolved", `the name ${name} was asked for and not resolved`, { host: name }),
    );
}

export function namesAsked(calls: readonly Syscall[]): { name: string; answered: boolean }[] {
  const asked = new Map<string, boolean>();
  for (const call of calls) {
    if (!/^(send|recv)/.test(call.name) || !/:53[\]>]|htons\(53\)|UDP/.test(call.args)) continue;
    for (const match of call.args.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
      const message = readDns(unescapeText(match[1] ?? ""));
      if (message === undefined) continue;
      if (!message.answer) asked.set(message.name, asked.get(message.name) ?? false);
      else if (message.code === 0 && message.answers > 0) asked.set(message.name, true);
    }
  }
  return [...asked].map(([name, answered]) => ({ name, answered }));
}

/** The head and first question of a DNS message (RFC 1035, section 4.1). */
function readDns(text: string): { name: string; answer: boolean; code: number; answers: number } | undefined {
  const byte = (at: number): number => text.charCodeAt(at) || 0;
  if (text.length < 17 || byte(4) !== 0 || byte(5) !== 1) return undefined;
  const labels: string[] = [];
  let at = 12;
  while (byte(at) > 0 && byte(at) < 64 && at < text.length) {
    labels.push(text.slice(at + 1, at + 1 + byte(at)));
    at += byte(at) + 1;
  }
  if (labels.length === 0 || !labels.every((label) => /^[\w-]+$/.test(label))) return undefined;
  return {
    name: labels.join("."),
    answer: (byte(2) & 0x80) !== 0,
    code: byte(3) & 15,
    answers: byte(6) * 256 + byte(7),
  };
}
