import { analyzeFailure } from "./analyze-failure.ts";
import { dropBreadcrumb } from "./breadcrumbs.ts";
import { serveExit, type Failure } from "./failure.ts";
import { lastWords, say } from "./last-words.ts";
import { tellLauncher, type Ending } from "./launcher-link.ts";
import { readStartIdentity, type StartIdentity } from "./own-variables.ts";
import type { Phase } from "./phases.ts";
import { appendHistory } from "./start-history.ts";

/**
 * Where this server process is, and how it ends. There is one way out, `end`, and it is taken once: the launcher is told
 * before the process exits.
 */
export class ServerLife {
  readonly identity: StartIdentity;
  readonly startedAt = new Date();
  readonly #stop = new AbortController();
  readonly #signalAt: string | undefined;
  #phase: Phase = "load";
  #phaseSince = performance.now();
  readonly #phaseSeconds: [Phase, number][] = [];
  #ending: Ending | undefined;
  #launcherGone = false;

  constructor(env: NodeJS.ProcessEnv) {
    this.identity = readStartIdentity(env);
    this.#signalAt = env["RECON_SIGNAL_AT"];
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Aborted, with the reason, when the server is asked to stop. */
  get stopRequested(): AbortSignal {
    return this.#stop.signal;
  }

  get ended(): boolean {
    return this.#ending !== undefined;
  }

  /** How long each phase took that is over. */
  get phaseSeconds(): readonly (readonly [Phase, number])[] {
    return this.#phaseSeconds;
  }

  enter(phase: Phase): void {
    const now = performance.now();
    this.#phaseSeconds.push([this.#phase, (now - this.#phaseSince) / 1000]);
    this.#phase = phase;
    this.#phaseSince = now;
    dropBreadcrumb(this.identity.trail, phase);
    tellLauncher({ kind: "phase", phase });
    const [where, signal] = this.#signalAt?.split(":") ?? [];
    if (where === phase) process.kill(process.pid, signal ?? "SIGKILL");
  }

  requestStop(reason: string): void {
    this.#stop.abort(reason);
  }

  /** The launcher is gone: nobody passes our words on any more, so we write them ourselves. */
  loseLauncher(): void {
    this.#launcherGone = true;
    this.requestStop("its launcher was killed");
  }

  /** Ends the process as asked; the exit code is 0 unless the launcher was lost. */
  stopped(description: string): never {
    if (this.#launcherGone) {
      const failure: Failure = {
        code: "LAUNCHER_LOST",
        description: `the launcher was killed (pid ${process.ppid} is our parent now); ${description}`,
        action: "Stop the launcher with SIGTERM, never with SIGKILL; it stops the server in good order.",
        exitCode: serveExit.system,
      };
      return this.#end({ kind: "failed", failure });
    }
    return this.#end({ kind: "stopped", description });
  }

  fail(error: unknown): never {
    return this.#end({ kind: "failed", failure: analyzeFailure(error, this.#phase) });
  }

  #end(ending: Ending): never {
    if (this.#ending === undefined) {
      this.#ending = ending;
      const told = tellLauncher({ kind: "ended", end: ending });
      if (!told || this.#launcherGone) this.#speakForItself(ending);
    }
    process.exit(exitCodeOf(this.#ending));
  }

  #speakForItself(ending: Ending): void {
    const { dataDir, instanceId } = this.identity;
    const failure = ending.kind === "failed" ? ending.failure : undefined;
    if (failure !== undefined) say(lastWords(failure));
    try {
      appendHistory(dataDir, {
        v: 1,
        event: "ended",
        instanceId,
        pid: process.pid,
        at: new Date().toISOString(),
        phase: this.#phase,
        exitCode: exitCodeOf(ending),
        signal: null,
        code: failure?.code ?? null,
        description: failure?.description ?? (ending.kind === "stopped" ? ending.description : null),
      });
    } catch {
      // The words are on standard error; a history that cannot be written to has no place for the reason.
    }
  }
}

const exitCodeOf = (ending: Ending): number => (ending.kind === "failed" ? ending.failure.exitCode : serveExit.stopped);
