import type { PastStart } from "./past-starts.ts";

const WINDOW_MS = 10 * 60_000;

/**
 * What the starts before this one say, as the first line of this one's output: nothing when the last start ended as
 * asked, one sentence about a single bad end, and the loop's name when there were several.
 */
export function describeCrashLoop(past: readonly PastStart[], nowMs: number): string | undefined {
  const recent = past.filter(({ startedAtMs, state }) => {
    return nowMs - startedAtMs < WINDOW_MS && startedAtMs <= nowMs && state.kind !== "running";
  });
  const lastGood = recent.findLastIndex(({ state }) => state.kind === "stopped");
  const bad = recent.slice(lastGood + 1);
  const last = bad.at(-1) ?? lastEver(past);
  if (last === undefined) return undefined;
  if (bad.length < 2) return `the last start, ${ago(nowMs - last.startedAtMs)}, ${describeEnd(last)}`;
  const seconds = Math.max(1, Math.round((nowMs - bad[0]!.startedAtMs) / 1000));
  const told = bad.slice(-3);
  const which = told.length === 2 ? "both before ended" : "the last three ended";
  return `${ordinal(bad.length + 1)} start in ${seconds} s; ${which}: ${told.map(briefEnd).join("; ")}`;
}

/** A bad end long ago is still worth a line when nothing has run well since. */
function lastEver(past: readonly PastStart[]): PastStart | undefined {
  const last = past.findLast(({ state }) => state.kind !== "running");
  return last !== undefined && last.state.kind !== "stopped" ? last : undefined;
}

function describeEnd(start: PastStart): string {
  return start.state.kind === "failed" ? `ended ${briefEnd(start)}` : `was ${briefEnd(start)}`;
}

function briefEnd({ phase, state }: PastStart): string {
  const where = phase === "ready" ? "while serving" : phase === "stopping" ? "while stopping" : `in phase ${phase}`;
  if (state.kind === "failed") return `${where} (${state.how}): ${firstSentence(state.description)}`;
  return `killed ${where}, launcher included (SIGKILL, power loss or out of memory)`;
}

function firstSentence(text: string): string {
  const line = text.split("\n", 1)[0]!;
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

function ago(ms: number): string {
  if (ms < 0) return "at a time in the future";
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min ago`;
  return `${Math.round(minutes / 60)} h ago`;
}

function ordinal(count: number): string {
  const tail = count % 100 > 10 && count % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][count % 10] ?? "th");
  return `${count}${tail}`;
}
