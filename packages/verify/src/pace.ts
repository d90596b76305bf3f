/** Progress and cancellation between units of work. */
export class Pace {
  readonly #onProgress: ((stage: string, done: number, total: number) => void) | undefined;
  readonly #signal: AbortSignal | undefined;

  constructor(
    onProgress: ((stage: string, done: number, total: number) => void) | undefined,
    signal: AbortSignal | undefined,
  ) {
    this.#onProgress = onProgress;
    this.#signal = signal;
  }

  get cancelled(): boolean {
    return this.#signal?.aborted ?? false;
  }

  /** Reports, lets other work run, and throws the signal's reason when cancelled. */
  async step(stage: string, done: number, total: number): Promise<void> {
    this.#onProgress?.(stage, done, total);
    await new Promise<void>((resolve) => void setImmediate(resolve));
    this.#signal?.throwIfAborted();
  }
}
