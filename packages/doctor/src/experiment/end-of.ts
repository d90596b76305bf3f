import type { Trace } from "../trace/parse-trace.ts";
import type { End, ProbeRecord } from "./trial.ts";

export interface Launched {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
  readonly started: boolean;
  /** The error of the attempt to start it, where that failed. */
  readonly startErrno?: string;
}

/** How a program that is no longer there ended: by its trace, else by what its launcher reported. */
export function endOf(launched: Launched, trace: Trace | undefined): End {
  const root = trace?.lives.get(trace.root);
  const last = root?.execs.at(-1);
  if (root !== undefined && last !== undefined && root.execs.every((exec) => exec.errno !== undefined)) {
    return { kind: "not-started", errno: last.errno ?? "", message: `execve: ${last.errno ?? ""}` };
  }
  if (root?.signal !== undefined) return { kind: "signalled", signal: root.signal };
  if (root?.exitCode !== undefined) return { kind: "exited", code: root.exitCode };
  // strace says so itself when it finds no program to start.
  const nothing = trace === undefined && (!launched.started || /^\S*strace: /m.test(launched.output));
  if (nothing) {
    const errno = launched.startErrno ?? errnoOf(launched.output);
    return { kind: "not-started", errno, message: launched.output.trim().slice(0, 300) || errno };
  }
  if (launched.signal !== null) return { kind: "signalled", signal: launched.signal };
  return { kind: "exited", code: launched.code ?? 0 };
}

/** The errno that a message in the C library's words stands for. */
export function errnoOf(message: string): string {
  if (/exec format error/i.test(message)) return "ENOEXEC";
  return /permission denied/i.test(message) ? "EACCES" : "ENOENT";
}

export function parseProbes(text: string): ProbeRecord[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as ProbeRecord];
      } catch {
        return [];
      }
    });
}
