import { lastBreadcrumb, trailOf } from "./breadcrumbs.ts";
import type { Phase } from "./phases.ts";
import { isStillRunning } from "./process-identity.ts";
import { readHistory, type HistoryLine } from "./start-history.ts";

/** One start of the past: how it ended, and whether it still runs. */
export interface PastStart {
  readonly instanceId: string;
  readonly pid: number;
  readonly startedAtMs: number;
  readonly phase: Phase;
  readonly state:
    | { readonly kind: "running" }
    | { readonly kind: "stopped" }
    /** Ended without being asked to. */
    | { readonly kind: "failed"; readonly how: string; readonly description: string }
    /** Started and never ended: killed together with its launcher, or the machine went down. */
    | { readonly kind: "killed" };
}

/** The starts that the history knows, oldest first. */
export function readPastStarts(dataDir: string): readonly PastStart[] {
  const lines = readHistory(dataDir);
  const ends = new Map(lines.filter((line) => line.event === "ended").map((line) => [line.instanceId, line]));
  return lines
    .filter((line) => line.event === "started")
    .map((line) => pastStart(dataDir, line, ends.get(line.instanceId)));
}

function pastStart(dataDir: string, start: HistoryLine, end: HistoryLine | undefined): PastStart {
  const base = { instanceId: start.instanceId, pid: start.pid, startedAtMs: Date.parse(start.at) };
  if (end === undefined) {
    const phase = lastBreadcrumb(trailOf(dataDir, start.instanceId))?.phase ?? start.phase;
    return { ...base, phase, state: { kind: isStillRunning(start.pid, base.startedAtMs) ? "running" : "killed" } };
  }
  if (end.exitCode === 0) return { ...base, phase: end.phase, state: { kind: "stopped" } };
  const how = end.signal ?? `exit ${end.exitCode}`;
  return { ...base, phase: end.phase, state: { kind: "failed", how, description: end.description ?? "no words" } };
}
