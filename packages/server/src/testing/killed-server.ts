/** A server process that dies and comes back, seen by a client that does not give up. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerProgram } from "./server-program.ts";

export class KilledServer {
  readonly #program: ServerProgram;
  #process: ChildProcess | undefined;
  #port: Promise<number> | undefined;
  stderr = "";

  constructor(program: ServerProgram) {
    this.#program = program;
  }

  get pid(): number {
    return this.#process!.pid!;
  }

  /** Resolves when it serves. */
  start(): Promise<number> {
    const child = spawn(
      process.execPath,
      ["--conditions=source", "--disable-warning=ExperimentalWarning", join(import.meta.dirname, "server-program.ts")],
      {
        env: {
          ...process.env,
          TEST_SERVER: JSON.stringify(this.#program),
          NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache"),
        },
        stdio: ["pipe", "pipe", "pipe"],
      },
    );
    this.#process = child;
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr = (this.stderr + text).slice(-20_000);
    });
    this.#port = new Promise((resolve, reject) => {
      child.stdout.once("data", (text: Buffer) => resolve(Number(text.toString())));
      child.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${this.stderr}`)));
    });
    this.#port.catch(() => undefined);
    return this.#port;
  }

  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#process;
    if (child === undefined) return;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }

  /** One call; throws when the server is away. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${await this.#port}${path}`, init);
  }

  /** A call that is tried until a server answers it with something else than 503; its body as JSON. */
  async ask<T>(path: string, init: RequestInit = {}): Promise<{ status: number; body: T }> {
    for (;;) {
      try {
        const response = await this.fetch(path, init);
        const text = await response.text();
        if (response.status < 500)
          return { status: response.status, body: (text === "" ? undefined : JSON.parse(text)) as T };
      } catch {
        // Away; it comes back.
      }
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
