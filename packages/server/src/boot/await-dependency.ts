import { setTimeout as sleep } from "node:timers/promises";

const LONGEST_PAUSE_S = 10;

/** One failed try, for the log. */
export interface FailedTry {
  readonly dependency: string;
  readonly attempt: number;
  readonly tries: number;
  /** Absent after the last try. */
  readonly nextInS?: number;
  readonly error: Error & { code?: unknown };
}

export interface Awaited<T> {
  readonly dependency: string;
  readonly tries: number;
  /** Ends the waiting: the server was asked to stop. */
  readonly stop: AbortSignal;
  attempt(): Promise<T>;
  /** Whether another try may find what this one missed; a wrong password stays wrong. */
  mayPass(error: Error & { code?: unknown }): boolean;
  onFailedTry(failed: FailedTry): void;
}

/** Tries until it works: 2, 4, 8 and then every 10 seconds. Throws the last error. */
export async function awaitDependency<T>(awaited: Awaited<T>): Promise<T> {
  const { dependency, tries, stop } = awaited;
  for (let attempt = 1; ; attempt++) {
    try {
      return await awaited.attempt();
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      const last = attempt >= tries || !awaited.mayPass(error);
      const nextInS = pauseAfter(attempt);
      awaited.onFailedTry({ dependency, attempt, tries, error, ...(last ? {} : { nextInS }) });
      if (last) throw error;
      await sleep(nextInS * 1000, undefined, { signal: stop });
    }
  }
}

export const pauseAfter = (attempt: number): number => Math.min(2 ** attempt, LONGEST_PAUSE_S);
