import { ReconError } from "@recon/core";
import type { ReadLimits } from "./source.ts";

/** Below this size no expansion ratio is suspicious: small files of one repeated value compress very well. */
const freeBytes = 64 * 1024 * 1024;

/** Counts what a compressed file really expands to and stops a file that was made to fill the machine. */
export class ExpansionBudget {
  readonly #path: string;
  readonly #limits: Required<ReadLimits>;
  #expandedBytes = 0;

  constructor(path: string, limits: Required<ReadLimits>) {
    this.#path = path;
    this.#limits = limits;
  }

  /**
   * Adds bytes that came, or are about to come, out of `compressedBytes` bytes of the file in all.
   * Throws `LIMIT_SIZE` as soon as a bound is crossed.
   */
  spend(expandedBytes: number, compressedBytes: number): void {
    this.#expandedBytes += expandedBytes;
    const { maxExpandedBytes, maxExpansionRatio } = this.#limits;
    if (this.#expandedBytes > maxExpandedBytes) {
      throw this.#fault(`it expands to more than ${maxExpandedBytes} bytes`);
    }
    if (this.#expandedBytes - freeBytes > maxExpansionRatio * Math.max(compressedBytes, 1)) {
      throw this.#fault(`it expands more than ${maxExpansionRatio}-fold, as a zip bomb does`);
    }
  }

  #fault(what: string): ReconError {
    const remedy = "Check where the file comes from; if it is genuine, split it or expand it first.";
    return new ReconError("LIMIT_SIZE", `${this.#path} was not read further: ${what}. ${remedy}`, {
      at: { file: this.#path },
    });
  }
}
