import type { HealthBody } from "@recon/api";
import type { Instance } from "../app-context.ts";
import { checkClock } from "./check-clock.ts";
import { checkDataFolder } from "./check-data-folder.ts";
import { configure } from "./configure.ts";
import { Gate, listen } from "./gate.ts";
import type { Phase } from "./phases.ts";
import { readInstance } from "./read-instance.ts";
import type { ServerLife } from "./server-life.ts";

/** What the gate says while the application does not answer: it starts, or it stops. */
function identify({ id: instanceId, startedAt, buildHash, version }: Instance, phase: Phase): HealthBody {
  const status = phase === "stopping" ? "stopping" : "starting";
  return { status, instanceId, startedAt, buildHash, version, phase };
}

/**
 * The start, phase by phase. What a phase needs is loaded in it, so that a part that is missing or broken is named with
 * its phase, and the port answers before the heavy parts are read.
 */
export async function runServer(life: ServerLife): Promise<void> {
  try {
    life.enter("configuration");
    checkClock(life.startedAt);
    const configured = configure(process.env);
    checkDataFolder(configured.config.dataDir);
    const instance = readInstance(life);
    life.enter("listen");
    const gate = new Gate(() => identify(instance, life.phase));
    await listen(gate, configured.config);
    // A start that waits for nothing but requests has come to nothing, and must be noticed.
    gate.server.unref();
    const { startServing } = await import("./start-serving.ts");
    await startServing({ life, gate, instance, ...configured });
  } catch (error) {
    const { aborted, reason } = life.stopRequested;
    if (aborted) life.stopped(`stopped on request (${String(reason)}) in phase ${life.phase}`);
    throw error;
  }
}
