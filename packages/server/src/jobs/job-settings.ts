import { availableParallelism, totalmem } from "node:os";
import type { Config } from "../config/config.ts";
import type { WorkerSettings } from "./job-worker.ts";

const DEFAULT_MEMORY_SHARE = 0.6;
const CORES_PER_RUN = 2;

/** How much a server does at once, and within which bounds. */
export interface JobSettings extends WorkerSettings {
  /** Resident memory of one run's process; beyond it the run fails. */
  readonly runMemoryBytes: number;
  readonly runThreads: number;
  /** How long looking at a file or checking a proof may take; beyond it the job fails with `LIMIT_TIME`. */
  readonly inspectTimeoutMs: number;
  readonly progressIntervalMs: number;
  /** Free space that runs and uploads leave on the disk. */
  readonly diskReserveBytes: number;
  readonly sweepIntervalMs: number;
}

/** What the machine has, or what its container may use. */
function availableMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(totalmem(), constrained) : totalmem();
}

export function jobSettings(config: Config): JobSettings {
  const heavy = config.runSlots ?? Math.max(1, Math.floor(availableParallelism() / CORES_PER_RUN));
  return {
    slots: { heavy, light: 2 },
    mostPerProject: Math.max(1, heavy),
    leaseMs: 15_000,
    pollMs: 1_000,
    retryDelaysMs: [2_000, 10_000],
    mostAttempts: 6,
    storeAwayMs: 600_000,
    runMemoryBytes: config.runMemoryBytes ?? Math.floor((availableMemory() * DEFAULT_MEMORY_SHARE) / heavy),
    runThreads: Math.max(1, Math.floor(availableParallelism() / heavy)),
    inspectTimeoutMs: config.inspectTimeoutS * 1000,
    progressIntervalMs: 1_000,
    diskReserveBytes: config.diskReserveBytes,
    sweepIntervalMs: 600_000,
  };
}
