/** Bounds the work of one decision, so that no folder can make the check run for ever. */
export class WorkLimit {
  #left: number;

  constructor(steps: number) {
    this.#left = steps;
  }

  /** Throws `TooMuchWork` when nothing is left. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new TooMuchWork();
  }
}

export class TooMuchWork extends Error {}
