/**
 * The launcher: a small process that starts the server in a process of its own, and knows how it ended whatever happened
 * to it. Only Node's own modules and files of this folder are imported, so that it can speak when the rest cannot load.
 */
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { dataDirOf } from "../config/data-dir.ts";
import { newId } from "../store/new-id.ts";
import { prepareTrails, trailOf } from "./breadcrumbs.ts";
import { describeCrashLoop } from "./crash-loop.ts";
import { say } from "./last-words.ts";
import { readPastStarts } from "./past-starts.ts";
import { superviseServer } from "./supervise-server.ts";
import { watchStopSignals } from "./stop-signals.ts";

export interface LaunchOptions {
  readonly env: NodeJS.ProcessEnv;
  /** The Node to run the server with; by default the one that runs the launcher. */
  readonly nodePath?: string;
  /** Called with the address once the server is ready. */
  readonly onReady?: (url: string) => void;
}

/** Starts one server, waits for its end and resolves with the exit code to pass on. Never starts it again. */
export async function launch(options: LaunchOptions): Promise<number> {
  const stops = watchStopSignals();
  const dataDir = resolve(dataDirOf(options.env));
  const instanceId = newId<string>();
  const historyFault = prepareDataDir(dataDir);
  const loop = describeCrashLoop(readPastStarts(dataDir), Date.now());
  if (loop !== undefined) say(`recon: ${loop}\n`);
  if (historyFault !== undefined) say(`recon: the start history cannot be kept: ${historyFault}\n`);
  try {
    return await superviseServer({ ...options, dataDir, instanceId, trail: trailOf(dataDir, instanceId), stops });
  } finally {
    stops.dispose();
  }
}

function prepareDataDir(dataDir: string): string | undefined {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    prepareTrails(dataDir);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
