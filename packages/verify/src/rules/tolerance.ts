/** Amount tolerances, by multiplication only. */
import type { Within } from "@recon/core";
import { absolute, parsePlanDecimal } from "../canonical/decimal.ts";

/** Whether a difference is within the tolerance; `larger` is the larger magnitude, for the relative kind. */
export type Tolerance = (difference: bigint, larger: bigint) => boolean;

/** Differences and magnitudes are integers of 10^-scale units. */
export function compileTolerance(within: Within, scale: number): Tolerance {
  const relative = "relative" in within;
  const limit = parsePlanDecimal(relative ? within.relative : within.absolute);
  const factor = 10n ** BigInt(limit.scale);
  const unit = 10n ** BigInt(scale);
  return (difference, larger) => absolute(difference) * factor <= limit.units * (relative ? larger : unit);
}

export function largerMagnitude(left: bigint, right: bigint): bigint {
  const [a, b] = [absolute(left), absolute(right)];
  return a > b ? a : b;
}
