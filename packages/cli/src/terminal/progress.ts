import type { Progress } from "@recon/duckdb/process";
import { colours } from "./colours.ts";

const wholeNumber = new Intl.NumberFormat("en");

/** Stage, rows per second and time left: one changing line on a terminal, a plain line per stage in a pipe. */
export class ProgressLine {
  readonly #stream = process.stderr;
  readonly #quiet: boolean;
  readonly #colour = colours(process.stderr);
  #stage = "";
  #stageStarted = 0;
  #drawn = false;

  constructor(quiet: boolean) {
    this.#quiet = quiet;
  }

  stage(name: string): void {
    this.#recordTiming();
    this.#stage = name;
    this.#stageStarted = performance.now();
    if (this.#quiet) return;
    if (this.#stream.isTTY) this.#draw("");
    else this.#stream.write(`${name}\n`);
  }

  progress({ stage, rows, totalRows }: Progress): void {
    if (this.#quiet || !this.#stream.isTTY || stage !== this.#stage || totalRows <= 0 || rows <= 0) return;
    const seconds = (performance.now() - this.#stageStarted) / 1000;
    const perSecond = rows / Math.max(seconds, 0.001);
    const left = Math.max(0, (totalRows - rows) / perSecond);
    const share = Math.min(100, Math.floor((100 * rows) / totalRows));
    this.#draw(`${share} % · ${wholeNumber.format(Math.round(perSecond))} rows/s · ${duration(left)} left`);
  }

  note(text: string): void {
    if (this.#quiet) return;
    this.#clear();
    this.#stream.write(`${text}\n`);
  }

  end(): void {
    this.#recordTiming();
    this.#clear();
  }

  /** For measurements: `RECON_TIMINGS=1` prints each stage's duration as a JSON line. */
  #recordTiming(): void {
    if (this.#stage === "" || process.env["RECON_TIMINGS"] !== "1") return;
    this.#stream.write(
      `${JSON.stringify({ stage: this.#stage, ms: Math.round(performance.now() - this.#stageStarted) })}\n`,
    );
    this.#stage = "";
  }

  #draw(detail: string): void {
    this.#clear();
    const width = (this.#stream.columns ?? 80) - 1;
    const text = detail === "" ? this.#stage : `${this.#stage} · ${detail}`;
    this.#stream.write(this.#colour.dim(text.slice(0, width)));
    this.#drawn = true;
  }

  #clear(): void {
    if (this.#drawn) this.#stream.write("\r\u001b[2K");
    this.#drawn = false;
  }
}

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return `${Math.ceil(seconds / 60)} min`;
}
