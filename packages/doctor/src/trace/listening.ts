import type { Trace } from "./parse-trace.ts";

/** The TCP ports that a traced program has begun to listen on. */
export function listeningPorts(trace: Trace): number[] {
  const ports = trace.calls
    .filter((call) => call.name === "listen" && call.errno === undefined)
    .map((call) => Number(/TCP(?:v6)?:\[.*?:(\d+)\]/.exec(call.args)?.[1] ?? 0));
  const bound = trace.calls
    .filter((call) => call.name === "bind" && call.errno === undefined)
    .map((call) => Number(/sin6?_port=htons\((\d+)\)/.exec(call.args)?.[1] ?? 0));
  const known = ports.filter((port) => port > 0);
  return [...new Set(known.length > 0 || ports.length === 0 ? known : bound.filter((port) => port > 0))];
}
