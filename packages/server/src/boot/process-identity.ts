import { readFileSync } from "node:fs";

/** Linux counts a process's start in ticks of a hundredth of a second since boot (proc_pid_stat(5), field 22). */
const TICKS_PER_S = 100;
const CLOCK_SLACK_MS = 5_000;

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Whether the process that has this number now was already there at the given time. Numbers are reused, in a restarted
 * container nearly always. Where the system does not tell, being alive must do.
 */
export function isStillRunning(pid: number, sinceMs: number): boolean {
  if (!isAlive(pid)) return false;
  const seen = observe(pid);
  // A killed process that nobody has reaped yet still has its number.
  return seen === undefined || (seen.state !== "Z" && seen.startedMs <= sinceMs + CLOCK_SLACK_MS);
}

function observe(pid: number): { state: string; startedMs: number } | undefined {
  try {
    // The program's name, in parentheses, may itself hold blanks and parentheses.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    const bootS = Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
    return { state: fields[0]!, startedMs: bootS * 1000 + (Number(fields[19]) * 1000) / TICKS_PER_S };
  } catch {
    return undefined;
  }
}

/** Name and command line of a process, as far as the system shows them. */
export function describeProcess(pid: number): string {
  try {
    const name = readFileSync(`/proc/${pid}/comm`, "utf8").trim();
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim().slice(0, 200);
    return command === "" ? `pid ${pid} (${name})` : `pid ${pid} (${name}: ${command})`;
  } catch {
    return `pid ${pid}`;
  }
}
