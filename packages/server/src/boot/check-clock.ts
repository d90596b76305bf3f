import { serveExit, StartFailure } from "./failure.ts";

/** Nobody ran this program before it was written, and a machine without a battery wakes up in 1970. */
const EARLIEST = Date.UTC(2024, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

/** Refuses a clock that is plainly wrong: tokens would never or always be expired, and histories would be out of order. */
export function checkClock(now: Date): void {
  if (now.getTime() >= EARLIEST && now.getTime() < LATEST) return;
  throw new StartFailure({
    code: "CLOCK_ABSURD",
    description: `the system's clock says ${now.toISOString()}, which cannot be`,
    action: "Set the clock (timedatectl set-ntp true, or the host's clock for a container), then start again.",
    exitCode: serveExit.system,
  });
}
