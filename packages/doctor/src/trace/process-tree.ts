import { basename } from "node:path";
import type { Exec, ProcessLife, Syscall, Trace } from "./parse-trace.ts";

const SHELLS = /^(sh|bash|dash|ash|zsh|ksh|busybox)$/;
const LAUNCHERS =
  /^(env|npm|npx|yarn|pnpm|nohup|timeout|su|sudo|gosu|su-exec|setpriv|tini|dumb-init|docker-init|nice|stdbuf)$/;

export function lastExec(life: ProcessLife): Exec | undefined {
  return life.execs.findLast((exec) => exec.errno === undefined);
}

/** The program that a process runs, by the base name of its last successful exec, or of its parent's. */
export function programOf(trace: Trace, life: ProcessLife): string {
  const exec = lastExec(life);
  if (exec) return basename(trace.interpreters.get(exec.path) ?? exec.path);
  const parent = life.parent === undefined ? undefined : trace.lives.get(life.parent);
  return parent === undefined ? "" : programOf(trace, parent);
}

export function isShell(trace: Trace, life: ProcessLife): boolean {
  return SHELLS.test(programOf(trace, life));
}

export function childrenOf(trace: Trace, pid: number): ProcessLife[] {
  return [...trace.lives.values()].filter((life) => life.parent === pid);
}

export function callsOf(trace: Trace, pid: number): Syscall[] {
  return trace.calls.filter((call) => call.pid === pid);
}

export function failed(life: ProcessLife): boolean {
  return life.signal !== undefined || (life.exitCode ?? 0) !== 0;
}

/**
 * The process whose end decided the end of the whole: below shells and launchers, the last child that ran a program
 * of its own and either failed or was the last to end.
 */
export function culpritOf(trace: Trace): ProcessLife | undefined {
  let life = trace.lives.get(trace.root);
  const seen = new Set<number>();
  while (life !== undefined && !seen.has(life.pid)) {
    seen.add(life.pid);
    const next = decidingChild(trace, life);
    if (next === undefined) return life;
    life = next;
  }
  return life;
}

function decidingChild(trace: Trace, life: ProcessLife): ProcessLife | undefined {
  if (!isShell(trace, life) && !LAUNCHERS.test(programOf(trace, life))) return undefined;
  const children = childrenOf(trace, life.pid);
  const ended = children
    .filter((child) => child.endedAtS !== undefined)
    .sort((a, b) => (a.endedAtS ?? 0) - (b.endedAtS ?? 0));
  const last = ended.findLast((child) => child.execs.length > 0);
  // A shell that goes on for long after a child's end decides by itself: the child was a mere command of it.
  if (last === undefined) return ended.findLast(failed);
  if (failed(last) || ended.every((child) => !failed(child))) {
    return isBriefCommand(trace, last) ? undefined : last;
  }
  return ended.findLast(failed) ?? last;
}

const COMMANDS =
  /^(mkdir|rm|cp|mv|cat|echo|printf|grep|sed|awk|test|true|date|sleep|chmod|chown|ls|ln|touch|id|hostname|uname|dirname|basename|tr|cut|head|tail|sort|wc|expr|seq|tee|find|xargs|which|stat|env|readlink|mktemp)$/;

function isBriefCommand(trace: Trace, life: ProcessLife): boolean {
  return !failed(life) && COMMANDS.test(programOf(trace, life));
}
