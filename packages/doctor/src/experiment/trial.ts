import type { FileTree } from "../files/file-tree.ts";
import type { Trace } from "../trace/parse-trace.ts";
import type { Change } from "./change.ts";

export type End =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "signalled"; readonly signal: string }
  | { readonly kind: "alive" }
  | { readonly kind: "not-started"; readonly message: string; readonly errno: string };

/** A line of a probe inside the program. */
export interface ProbeRecord {
  readonly kind: string;
  readonly pid: number;
  readonly atMs: number;
  readonly [field: string]: unknown;
}

/** One observed run of a program, in a clone or (for `doctor run`) the real one. */
export interface Trial {
  readonly end: End;
  readonly elapsedMs: number;
  readonly output: string;
  readonly trace?: Trace;
  readonly probes: readonly ProbeRecord[];
  /** Ports that were being listened on when the program was last seen alive. */
  readonly listening: readonly number[];
  /** Out-of-memory kills that the engine or the kernel counted. */
  readonly memoryKills: number;
  /** How often the engine started it again meanwhile. */
  readonly restarts?: number;
  /** How long the program took to end after a request to stop, when one was sent; undefined when it had to be killed. */
  readonly stopMs?: number;
}

export interface TrialOptions {
  readonly changes: readonly Change[];
  /** How long the program must stay up to count as alive. */
  readonly surviveMs: number;
  readonly trace: boolean;
  readonly probes: boolean;
  /** Called as soon as the program is alive and settled, for a look at it from outside. */
  readonly stop?: boolean;
}

/** What is run: enough to start the program again elsewhere. */
export interface Subject {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user: string;
}

/** A place where a copy of a subject can be run any number of times without touching the original. */
export interface Room {
  readonly subject: Subject;
  readonly files: FileTree;
  /** What this room cannot do here, in words. */
  readonly limits: readonly string[];
  /** Whether trials leave nothing behind: writes are copies, the network is its own. */
  readonly isolated: boolean;
  run(options: TrialOptions): Promise<Trial>;
  /** The end of the program with the stack that led there, from a debugger; undefined where none can be used. */
  debug?(changes: readonly Change[]): Promise<DebuggerReport | undefined>;
  close(): Promise<void>;
}

export interface DebuggerReport {
  readonly missingVariables: readonly string[];
  /** Function names, innermost first. */
  readonly stackAtEnd: readonly string[];
  readonly signal?: string;
}
