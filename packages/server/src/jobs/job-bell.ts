/** What services know of this server's worker: that there is new work, or less. The queue itself is in the store. */
export interface JobListener {
  wake(): void;
  cancel(subjectId: string): void;
}

/** Rings the worker of this server, if it has one; without a ring it notices at its next poll. */
export class JobBell {
  #listener: JobListener | undefined;

  listen(listener: JobListener | undefined): void {
    this.#listener = listener;
  }

  wake(): void {
    this.#listener?.wake();
  }

  cancel(subjectId: string): void {
    this.#listener?.cancel(subjectId);
  }
}
