import { evidence, type Evidence } from "../evidence/evidence.ts";
import type { Trial } from "../experiment/trial.ts";
import { connections } from "./read-network.ts";
import type { Outside } from "./verify-network.ts";

const PATIENCE_MS = 2_000;

/** Asks again at every address that refused the program: one that answers now was merely not ready. */
export async function recheckDependencies(trial: Trial, outside: Outside): Promise<Evidence[]> {
  if (trial.end.kind === "alive") return [];
  const refused = new Map<string, { host: string; port: number }>();
  for (const { endpoint, outcome } of connections(trial.trace?.calls ?? [])) {
    const key = `${endpoint.host}:${endpoint.port}`;
    if (outcome === "connected") refused.delete(key);
    else if (outcome === "ECONNREFUSED") refused.set(key, endpoint);
  }
  const found: Evidence[] = [];
  for (const { host, port } of refused.values()) {
    const began = Date.now();
    let reality = await outside.ask(host, port);
    while (reality === "refused" && Date.now() - began < PATIENCE_MS) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      reality = await outside.ask(host, port);
    }
    found.push(
      reality === "open"
        ? evidence("ports.dependency-up-now", `${host}:${port} refused the program and answers now`, { host, port })
        : evidence("ports.dependency-down", `${host}:${port} still does not answer`, { host, port }),
    );
  }
  return found;
}
