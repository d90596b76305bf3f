/** Counts calls of one key in a fixed window. */
export interface RateLimiter {
  /** Takes one call; says how long to wait when the window's budget is spent. */
  take(key: string, limit: { readonly most: number; readonly windowMs: number }): Promise<{ waitMs: number }>;
}

/** Counts in this process. Windows that are over are swept, so that strangers cannot fill the memory. */
export class MemoryRateLimiter implements RateLimiter {
  readonly #clock: { now(): Date };
  readonly #windows = new Map<string, { count: number; endsAt: number }>();
  #sweptAt = 0;

  constructor(clock: { now(): Date }) {
    this.#clock = clock;
  }

  async take(key: string, { most, windowMs }: { most: number; windowMs: number }): Promise<{ waitMs: number }> {
    const now = this.#clock.now().getTime();
    this.#sweep(now, windowMs);
    const open = this.#windows.get(key);
    const window = open !== undefined && open.endsAt > now ? open : { count: 0, endsAt: now + windowMs };
    window.count += 1;
    this.#windows.set(key, window);
    return { waitMs: window.count > most ? window.endsAt - now : 0 };
  }

  #sweep(now: number, everyMs: number): void {
    if (now - this.#sweptAt < everyMs) return;
    this.#sweptAt = now;
    for (const [key, window] of this.#windows) if (window.endsAt <= now) this.#windows.delete(key);
  }
}
