/** Runs the built program as an operator would: `recon serve` in a process group of its own, in a folder of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { HistoryLine } from "../boot/start-history.ts";

const recon = fileURLToPath(new URL("../../../cli/bin/recon.js", import.meta.url));
const PATIENCE_MS = 30_000;

export interface ProgramOptions {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another launcher than the checkout's own. */
  readonly launcher?: string;
  /** A command that runs the rest, such as `["prlimit", "--nofile=20"]`. */
  readonly through?: readonly string[];
  readonly uid?: number;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A started program. */
export class Program {
  readonly dataDir: string;
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #stdout = "";
  #stderr = "";
  #isOver = false;

  constructor(options: ProgramOptions) {
    this.dataDir = options.dataDir;
    const code = `import(${JSON.stringify(options.launcher)}).then((m) => m.launch({ env: process.env })).then((c) => { process.exitCode = c; })`;
    const program = options.launcher === undefined ? [recon, "serve"] : ["-e", code];
    const [command = "", ...args] = [...(options.through ?? []), process.execPath, ...program];
    this.#child = spawn(command, args, {
      // A group of its own, as a shell or a supervisor would make it: signals to the group reach nobody else.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: options.dataDir,
        PORT: "0",
        DATA_DIR: options.dataDir,
        ...options.env,
      },
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => (this.#stdout += text));
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.#stderr += text));
    this.ended = new Promise((resolve) => {
      this.#child.once("close", (code, signal) => {
        this.#isOver = true;
        resolve({ code, signal });
      });
    });
  }

  get launcherPid(): number {
    return this.#child.pid!;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** The lines of the start history, oldest first. */
  get history(): readonly HistoryLine[] {
    return readLines(join(this.dataDir, "starts.ndjson")) as unknown as readonly HistoryLine[];
  }

  /** The server's own process, once it is in the history. */
  get serverPid(): number | undefined {
    return this.history.findLast((line) => line.event === "started")?.pid;
  }

  /** Phases that the running start has left breadcrumbs of. */
  get phases(): readonly string[] {
    const folder = join(this.dataDir, "breadcrumbs");
    const names = tryOr(() => readdirSync(folder), []);
    return names.flatMap((name) => readLines(join(folder, name)).map((line) => String(line["phase"])));
  }

  /** Resolves with the address once the program says that it is ready. */
  async ready(): Promise<string> {
    return (await this.until(() => /recon: ready at (\S+)/.exec(this.#stderr)?.[1], "ready"))!;
  }

  /** Waits until something holds of the running program; fails with its words when it ends or takes too long. */
  async until<T>(get: () => T | undefined | false, what: string): Promise<T> {
    for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(10)) {
      const value = get();
      if (value !== undefined && value !== false) return value;
      if (this.#isOver) break;
    }
    throw new Error(`never ${what}; output:\n${this.#stdout}\n${this.#stderr}`);
  }

  /** Resolves once the server has stopped itself (SIGSTOP) in a phase: only then does it wait to be continued. */
  async paused(phase: string): Promise<void> {
    const stopped = (): boolean => / T /.test(tryOr(() => readFileSync(`/proc/${this.serverPid}/stat`, "utf8"), ""));
    await this.until(() => this.phases.at(-1) === phase && stopped(), `paused in phase ${phase}`);
  }

  /** Signals the whole group: launcher, server and what they started. */
  signalGroup(signal: NodeJS.Signals): void {
    process.kill(-this.launcherPid, signal);
  }

  /** The same, for a group that may be gone already. */
  nudgeGroup(signal: NodeJS.Signals): void {
    tryOr(() => this.signalGroup(signal), undefined);
  }

  /** Stops listening to what the program says, as a log collector that dies. */
  closeOutput(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  /** Ends whatever is left of the group. */
  async dispose(): Promise<void> {
    this.nudgeGroup("SIGKILL");
    await this.ended;
  }
}

function readLines(path: string): Record<string, unknown>[] {
  return tryOr(() => readFileSync(path, "utf8"), "")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function tryOr<T>(get: () => T, otherwise: T): T {
  try {
    return get();
  } catch {
    return otherwise;
  }
}

/** Programs and folders of one test file; `dispose` leaves nothing behind. */
export class ProgramRoom {
  readonly #programs: Program[] = [];
  readonly #folders: string[] = [];

  folder(): string {
    const path = mkdtempSync(join(tmpdir(), "recon-start-"));
    this.#folders.push(path);
    return path;
  }

  start(options: Partial<ProgramOptions> = {}): Program {
    const program = new Program({ dataDir: options.dataDir ?? this.folder(), ...options });
    this.#programs.push(program);
    return program;
  }

  async dispose(): Promise<void> {
    await Promise.all(this.#programs.splice(0).map((program) => program.dispose()));
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }
}
