import { serveExit, type Failure } from "./failure.ts";
import type { Phase } from "./phases.ts";

/** How a server process ended, seen from outside, when it could not say so itself. */
export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly phase: Phase;
  /** The last it wrote to standard error. */
  readonly stderrTail: string;
  /** The kernel killed a process of this control group for memory while the server ran. */
  readonly killedForMemory: boolean;
}

const SIGNAL_BASE = 128;
const signalNumbers: Partial<Record<NodeJS.Signals, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGXCPU: 24,
  SIGXFSZ: 25,
  SIGSYS: 31,
};

/** The cause of an end without last words. Every way of ending has one. */
export function explainExit(end: ProcessEnd): Failure {
  if (/heap out of memory|heap limit|Zone Allocation failed/i.test(end.stderrTail)) return heapExhausted(end);
  if (end.signal !== null) return explainSignal(end, end.signal);
  return explainCode(end, end.exitCode ?? serveExit.bug);
}

const at = (phase: Phase): string => (phase === "ready" ? "while serving" : `in phase ${phase}`);
const codeOf = (end: ProcessEnd): number =>
  end.signal === null ? (end.exitCode ?? serveExit.bug) : SIGNAL_BASE + (signalNumbers[end.signal] ?? 0);

function heapExhausted(end: ProcessEnd): Failure {
  return {
    code: "OUT_OF_MEMORY_HEAP",
    description: `the server ran out of JavaScript heap ${at(end.phase)}: ${fatalLine(end.stderrTail)}`,
    action:
      "Give it more, for example NODE_OPTIONS=--max-old-space-size=1024 (MB), and the container at least 300 MB beyond that; if it grew while serving, report it with /metrics.",
    exitCode: codeOf(end),
  };
}

function explainSignal(end: ProcessEnd, signal: NodeJS.Signals): Failure {
  const exitCode = codeOf(end);
  if (signal === "SIGKILL" && end.killedForMemory) {
    return {
      code: "OUT_OF_MEMORY_KERNEL",
      description: `the kernel killed the server for lack of memory ${at(end.phase)} (SIGKILL, and the control group counts a new out-of-memory kill)`,
      action: "Raise the container's memory limit, or run fewer reconciliations at once.",
      exitCode,
    };
  }
  if (signal === "SIGKILL") {
    return {
      code: "KILLED",
      description: `the server process was killed from outside ${at(end.phase)} (SIGKILL)`,
      action:
        "Find who sent it: the kernel's memory killer (dmesg | grep -i 'killed process'), a stop that ran out of time (docker stop, systemd TimeoutStopSec), or a person.",
      exitCode,
    };
  }
  if (["SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE", "SIGTRAP", "SIGSYS", "SIGABRT"].includes(signal)) {
    return {
      code: signal === "SIGILL" ? "ILLEGAL_INSTRUCTION" : "NATIVE_CRASH",
      description: `the server process crashed in native code ${at(end.phase)} (${signal})${lastLine(end.stderrTail)}`,
      action:
        signal === "SIGILL"
          ? "The processor lacks an instruction a library was built for: run the image on the processor it was built for."
          : "Install afresh for this platform (npm ci; do not copy node_modules between systems); if it happens again, report it with the lines above.",
      exitCode,
    };
  }
  return {
    code: "SIGNALLED",
    description: `the server process was ended by ${signal} ${at(end.phase)}`,
    action: "Send signals to the launcher, which stops the server in good order.",
    exitCode,
  };
}

const NODE_UNSETTLED_AWAIT = 13;

function explainCode(end: ProcessEnd, exitCode: number): Failure {
  const missing = /Cannot find (?:module|package) '([^']+)'/.exec(end.stderrTail);
  if (missing !== null) {
    return {
      code: "MODULE_MISSING",
      description: `a part of the program is missing ${at(end.phase)}: ${missing[1]}`,
      action:
        'Run "npm ci && npm run build" again; in an image, copy node_modules and every package\'s dist completely.',
      exitCode: serveExit.bug,
    };
  }
  if (exitCode === 0) {
    return {
      code: "ENDED_UNASKED",
      description: `the server process ended with exit code 0 ${at(end.phase)} although nobody asked it to stop`,
      action: "Something ended the process from within; report it with the lines above.",
      exitCode: serveExit.bug,
    };
  }
  const unsettled = exitCode === NODE_UNSETTLED_AWAIT ? ", waiting for something that can never happen" : "";
  return {
    code: "ENDED_WITHOUT_WORDS",
    description: `the server process ended with exit code ${exitCode} ${at(end.phase)}${unsettled}${lastLine(end.stderrTail)}`,
    action: "This is a bug, or a broken installation: build again, and report it with the lines above if it stays.",
    exitCode: exitCode < 64 ? serveExit.bug : exitCode,
  };
}

const fatalLine = (tail: string): string => /^FATAL ERROR: (.+)$/m.exec(tail)?.[1] ?? "no further word from the engine";

function lastLine(tail: string): string {
  const lines = tail.split("\n").map((line) => line.trim());
  const telling =
    lines.findLast((line) => /^(\w*Error\b|FATAL|#|node:)/.test(line)) ?? lines.findLast((line) => line !== "");
  return telling === undefined ? "; it left no word" : `; its last words: ${telling.slice(0, 300)}`;
}
