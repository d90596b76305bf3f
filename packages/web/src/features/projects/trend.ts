import { toUnits, scaleOf, type Run, type RunOverview } from "@recon/api";

/** One result of a reconciliation. */
export interface TrendPoint {
  readonly run: Run;
  readonly overview: RunOverview;
}

/** The currency with most value at risk, amounts taken as they are written: there is no rate between currencies. */
export function largestRisk({ valueAtRisk }: RunOverview): { currency: string; value: string } | undefined {
  const risks = Object.entries(valueAtRisk).map(([currency, value]) => ({ currency, value }));
  const scale = Math.max(0, ...risks.map(({ value }) => scaleOf(value)));
  const units = ({ value }: { value: string }): bigint => toUnits(value, scale);
  return risks.reduce<(typeof risks)[number] | undefined>(
    (most, risk) => (most === undefined || units(risk) > units(most) ? risk : most),
    undefined,
  );
}

/** Where each value stands on a line: x and y between 0 and 1, y upwards; level where all are equal. */
export function placesOf(values: readonly (string | null)[]): readonly { readonly x: number; readonly y: number }[] {
  // Pixels need no more digits than a number has; figures stay decimal text.
  const known = values.flatMap((value, at) => (value === null ? [] : [{ at, size: Number(value) }]));
  const sizes = known.map(({ size }) => size);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  return known.map(({ at, size }) => ({
    x: values.length < 2 ? 0.5 : at / (values.length - 1),
    y: most === least ? 0.5 : (size - least) / (most - least),
  }));
}
