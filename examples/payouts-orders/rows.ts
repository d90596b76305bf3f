import { isoDate, type Day } from "../generator/calendar.ts";
import { formatCents, type Cents } from "../generator/cents.ts";
import type { CsvStyle } from "../generator/csv.ts";

/** A line of the provider's report. */
export type Payout = { id: number; day: Day; terminal: string; currency: string; cents: Cents };

/** A line of the shop's export; `minute` counts from the start of 1970 in UTC. */
export type Order = {
  minute: number;
  second: number;
  terminal: string;
  currency: string;
  cents: Cents;
  payout: number | undefined;
  status: "paid" | "refund" | "chargeback" | "cancelled";
  garbled?: string;
};

export const style: CsvStyle = { delimiter: ",", lineEnd: "\n" };
export const payoutHeader = ["payout_id", "period_day", "terminal", "currency", "net"];
export const orderHeader = ["order_id", "created_at", "terminal", "currency", "amount", "payout", "status"];

/** The cells of a payout. */
export function payoutCells(payout: Payout): string[] {
  const id = `PO-2026-${String(payout.id).padStart(5, "0")}`;
  return [id, isoDate(payout.day), payout.terminal, payout.currency, formatCents(payout.cents)];
}

/** The cells of an order under its number. */
export function orderCells(order: Order, number: number): string[] {
  const at = new Date(order.minute * 60_000 + order.second * 1_000).toISOString().replace(".000", "");
  const payout = order.payout === undefined ? "" : `po_${order.payout}`;
  const amount = order.garbled ?? formatCents(order.cents);
  return [String(number), at, order.terminal, order.currency, amount, payout, order.status];
}
