import type { Run } from "@recon/api";

const HOUR_MS = 3_600_000;
/** Runs of one afternoon are tries, not a rhythm. */
const LEAST_RHYTHM_MS = 20 * HOUR_MS;
const LEAST_RUNS = 3;

export interface Overdue {
  readonly last: Run;
  /** Median time between two runs. */
  readonly everyMs: number;
  readonly lateMs: number;
}

/**
 * Reconciliations that have not run for longer than they usually do: more than the median time between their runs and
 * a tenth of it. Nobody sets a date; the runs themselves say the rhythm. Latest first.
 */
export function findOverdue(runs: readonly Run[], now: number): readonly Overdue[] {
  const byReconciliation = Map.groupBy(runs, ({ reconciliationId }) => reconciliationId);
  return [...byReconciliation.values()]
    .flatMap((own) => overdueOf(own, now) ?? [])
    .sort((one, other) => other.lateMs - one.lateMs);
}

function overdueOf(runs: readonly Run[], now: number): Overdue | undefined {
  const sorted = [...runs].sort((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt));
  const times = sorted.map(({ createdAt }) => Date.parse(createdAt));
  const gaps = times
    .slice(1)
    .map((time, at) => (times[at] ?? time) - time)
    .filter((gap) => gap >= LEAST_RHYTHM_MS)
    .sort((one, other) => one - other);
  const [last] = sorted;
  const everyMs = gaps[Math.floor((gaps.length - 1) / 2)];
  if (last === undefined || everyMs === undefined || gaps.length < LEAST_RUNS - 1) return undefined;
  const lateMs = now - Date.parse(last.createdAt) - everyMs;
  return lateMs > everyMs / 10 ? { last, everyMs, lateMs } : undefined;
}
