import { basename, join } from "node:path";
import type { Evidence } from "../evidence/evidence.ts";
import type { Subject, Trial } from "../experiment/trial.ts";
import type { FileTree } from "../files/file-tree.ts";
import { callsOf, culpritOf, lastExec, programOf } from "../trace/process-tree.ts";
import type { ProcessLife, Syscall, Trace } from "../trace/parse-trace.ts";

/** What a reader of evidence is given: one trial of a program, and the files that the program sees. */
export interface Sight {
  readonly subject: Subject;
  readonly files: FileTree;
  readonly trial: Trial;
  /** In a clone the network is closed: what it refuses says nothing about the original's. */
  readonly networkClosed: boolean;
  readonly trace?: Trace;
  /** The process whose end decided the end of the whole. */
  readonly culprit?: ProcessLife;
  /** The program that the culprit runs, as a base name such as `node`. */
  readonly program: string;
  /** The culprit's calls, threads included. */
  readonly calls: readonly Syscall[];
}

export type Reader = (sight: Sight) => Evidence[] | Promise<Evidence[]>;

/** Finds out what reads each script that was executed: its first line says so. */
async function nameInterpreters(trace: Trace, files: FileTree, cwd: string): Promise<void> {
  const paths = new Set(
    [...trace.lives.values()].flatMap((life) =>
      life.execs.filter((exec) => exec.errno === undefined).map((exec) => exec.path),
    ),
  );
  for (const path of paths) {
    if (trace.interpreters.has(path)) continue;
    const head = (await files.read(path.startsWith("/") ? path : join(cwd, path), 256))?.toString("latin1") ?? "";
    const words = /^#!\s*(\S+)[ \t]*(\S*)[ \t]*(\S*)/.exec(head);
    const program =
      words === null ? path : basename(words[1] ?? "") === "env" ? (words[2] === "-S" ? words[3] : words[2]) : words[1];
    trace.interpreters.set(path, program ?? path);
  }
}

export async function sightOf(given: Pick<Sight, "subject" | "files" | "trial" | "networkClosed">): Promise<Sight> {
  const { trace } = given.trial;
  if (trace !== undefined) await nameInterpreters(trace, given.files, given.subject.cwd);
  const culprit = trace === undefined ? undefined : culpritOf(trace);
  const program =
    trace === undefined || culprit === undefined ? basename(given.subject.argv[0] ?? "") : programOf(trace, culprit);
  return {
    ...given,
    ...(trace === undefined ? {} : { trace }),
    ...(culprit === undefined ? {} : { culprit }),
    program,
    calls: trace === undefined || culprit === undefined ? [] : ownCalls(trace, culprit),
  };
}

/** The calls of the program itself: what its process did as a launcher, before the last exec, is not its own. */
function ownCalls(trace: Trace, life: ProcessLife): Syscall[] {
  const began = lastExec(life)?.atS ?? 0;
  return callsOf(trace, life.pid).filter((call) => call.atS >= began);
}

export function isNode(sight: Sight): boolean {
  return /^(node|nodejs)$/.test(sight.program);
}

export function isPython(sight: Sight): boolean {
  return /^python[\d.]*$/.test(sight.program);
}

const INTERPRETERS =
  /^(node|nodejs|python[\d.]*|ruby[\d.]*|perl|java|php[\d.]*|bash|sh|dash|ash|zsh|busybox|deno|bun|lua[\d.]*)$/;

export function isInterpreted(sight: Sight): boolean {
  return INTERPRETERS.test(sight.program);
}

/** The path of the culprit's executable, as the last exec named it. */
export function culpritPath(sight: Sight): string | undefined {
  return sight.culprit === undefined ? undefined : lastExec(sight.culprit)?.path;
}

/** Whether the run ended badly or without a word: anything but staying up. */
export function ended(sight: Sight): boolean {
  return sight.trial.end.kind !== "alive";
}

export function endedBadly(sight: Sight): boolean {
  const { end } = sight.trial;
  const bad =
    sight.culprit !== undefined && (sight.culprit.signal !== undefined || (sight.culprit.exitCode ?? 0) !== 0);
  return end.kind === "signalled" || end.kind === "not-started" || (end.kind === "exited" && end.code !== 0) || bad;
}
