import type { RunProgress, RunProgressNow } from "@recon/api";
import type { Progress } from "@recon/duckdb/process";

/** What is kept of a run's progress; `open` is not part of the event. */
export interface ToldProgress extends RunProgress {
  /** Records that no pass has taken yet; null before one has ended. */
  readonly open: RunProgressNow["open"];
}

export interface TellerOptions {
  readonly intervalMs: number;
  /** Milliseconds that only go forward. */
  now(): number;
  tell(progress: ToldProgress): Promise<void>;
}

/** Turns what the engine reports five times a second into a few told steps: at most one an interval, the newest, and one write at a time. */
export class ProgressTeller {
  readonly #options: TellerOptions;
  #stage = "start";
  #stageSince: number;
  #rows = 0;
  #totalRows = 0;
  #open: ToldProgress["open"] = null;
  #toldAt = -Infinity;
  #isTelling: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isEnded = false;

  constructor(options: TellerOptions) {
    this.#options = options;
    this.#stageSince = options.now();
  }

  stage(name: string): void {
    this.#stage = name;
    this.#stageSince = this.#options.now();
    this.#rows = 0;
    this.#totalRows = 0;
    this.#schedule();
  }

  progress({ rows, totalRows }: Progress): void {
    this.#rows = Math.max(0, Math.round(rows));
    this.#totalRows = Math.max(0, Math.round(totalRows));
    this.#schedule();
  }

  open(open: NonNullable<ToldProgress["open"]>): void {
    this.#open = open;
    this.#schedule();
  }

  /** Tells nothing more, and waits for what is being told. */
  async end(): Promise<void> {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    await this.#isTelling;
  }

  current(): ToldProgress {
    const elapsedS = (this.#options.now() - this.#stageSince) / 1000;
    const rowsPerSecond = elapsedS > 0 ? Math.round(this.#rows / elapsedS) : 0;
    const isKnown = this.#totalRows > 0 && this.#rows > 0 && rowsPerSecond > 0;
    const remainingS = isKnown ? Math.round(Math.max(0, this.#totalRows - this.#rows) / rowsPerSecond) : null;
    return {
      stage: this.#stage,
      rows: this.#rows,
      totalRows: this.#totalRows,
      rowsPerSecond,
      remainingS,
      open: this.#open,
    };
  }

  #schedule(): void {
    if (this.#isEnded || this.#timer !== undefined || this.#isTelling !== undefined) return;
    const waitMs = Math.max(0, this.#toldAt + this.#options.intervalMs - this.#options.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#toldAt = this.#options.now();
      const told = this.current();
      this.#isTelling = this.#options.tell(told).then(() => {
        this.#isTelling = undefined;
        if (JSON.stringify(told) !== JSON.stringify(this.current())) this.#schedule();
      });
    }, waitMs);
  }
}
