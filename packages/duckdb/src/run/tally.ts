/** Counts, totals and hash sums of a finished run, and the law that they add up. */
import {
  NO_CURRENCY,
  outcomes,
  outcomeTotals,
  type Layout,
  type Outcome,
  type OutcomeTotals,
  type OutputInput,
  type Side,
  type SideSummary,
} from "@recon/core";
import { quoteName } from "@recon/core/dialect";
import { recordView } from "@recon/core";
import type { Row, Session } from "../engine/session.ts";

/** Sums per currency of the readable amounts, taken from the loaded records before any pass. */
export async function controlTotals(session: Session, layout: Layout, side: Side): Promise<Record<string, string>> {
  const { amount, currency } = layout.roles;
  if (amount === undefined) return {};
  const currencyName = currency === undefined ? "CAST(NULL AS VARCHAR)" : quoteName(`f${currency.index}`);
  const value = quoteName(`f${amount.index}`);
  const rows = await session.rows(
    `SELECT coalesce(${currencyName}, '${NO_CURRENCY}') AS currency, CAST(sum(${value}) AS VARCHAR) AS total FROM ${quoteName(recordView(side))}  ` +
      `WHERE ${value} IS NOT NULL GROUP BY ALL ORDER BY 1`,
  );
  // Without a single amount an aggregate over a constant currency still gives a row, with a NULL sum.
  return Object.fromEntries(
    rows.filter((row) => row["total"] !== null).map((row) => [String(row["currency"]), String(row["total"])]),
  );
}

export async function tally(session: Session, input: OutputInput, side: Side): Promise<SideSummary> {
  return sideSummary(await session.rows(outcomeTotals(input, side)), input.layout);
}

/** A side's counts and totals from rows of outcome, currency, records, total and unknown amounts. */
export function sideSummary(rows: readonly Row[], { roles }: Layout): SideSummary {
  const scale = roles.amount?.decimal?.scale;
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  const units = new Map<string, Map<Outcome, bigint>>();
  let [all, unknown] = [0, 0];
  for (const row of rows) {
    const outcome = row["outcome"] as Outcome;
    counts[outcome] += Number(row["records"]);
    all += Number(row["records"]);
    unknown += Number(row["unknown"]);
    if (scale !== undefined && row["total"] !== null) addTotal(units, row, outcome);
  }
  return {
    rows: all,
    ...counts,
    amountUnknown: scale === undefined ? 0 : unknown,
    totals: decimalTotals(units, scale ?? 0),
  };
}

function addTotal(units: Map<string, Map<Outcome, bigint>>, row: Row, outcome: Outcome): void {
  const currency = row["currency"] === null ? NO_CURRENCY : String(row["currency"]);
  const perOutcome = units.get(currency) ?? new Map<Outcome, bigint>();
  perOutcome.set(outcome, (perOutcome.get(outcome) ?? 0n) + BigInt(String(row["total"]).replace(".", "")));
  units.set(currency, perOutcome);
}

function decimalTotals(
  units: ReadonlyMap<string, ReadonlyMap<Outcome, bigint>>,
  scale: number,
): Record<string, OutcomeTotals> {
  return Object.fromEntries(
    [...units]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, perOutcome]) => [
        currency,
        Object.fromEntries(
          outcomes.map((outcome) => [outcome, decimalText(perOutcome.get(outcome) ?? 0n, scale)]),
        ) as OutcomeTotals,
      ]),
  );
}

/** An integer of 10^-scale units as decimal text. */
export function decimalText(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}

/** Law 2, per side: outcomes add up to the records, and per currency their totals to the control totals. Names what does not. */
export function imbalance(
  side: SideSummary,
  rows: number,
  control: Readonly<Record<string, string>>,
): string | undefined {
  const sum = outcomes.reduce((total, outcome) => total + side[outcome], 0);
  if (sum !== rows || side.rows !== rows) return `${rows} records were loaded, the outcomes hold ${sum}`;
  const currencies = new Set([...Object.keys(control), ...Object.keys(side.totals)]);
  for (const currency of currencies) {
    const totals = side.totals[currency];
    const found =
      totals === undefined
        ? 0n
        : outcomes.reduce((total, outcome) => total + BigInt(totals[outcome].replace(".", "")), 0n);
    const expected = BigInt((control[currency] ?? "0").replace(".", ""));
    if (found !== expected) return `${currency}: the control total is ${control[currency]}, the outcomes hold another`;
  }
  return undefined;
}
