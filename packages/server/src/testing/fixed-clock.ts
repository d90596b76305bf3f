/** A clock that tests move by hand. */
export interface FixedClock {
  now(): Date;
  advanceMs(ms: number): void;
}

export function createFixedClock(start = "2026-11-25T08:00:00.000Z"): FixedClock {
  let ms = Date.parse(start);
  return {
    now: () => new Date(ms),
    advanceMs: (by) => {
      ms += by;
    },
  };
}
