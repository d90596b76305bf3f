import { day, type Day } from "../generator/calendar.ts";
import type { Cents } from "../generator/cents.ts";
import type { Random } from "../generator/random.ts";
import type { Order, Payout } from "./rows.ts";

const minutesPerDay = 1_440;
const summerTimeEnds = day(2026, 10, 25) * minutesPerDay + 60; // 01:00 UTC

/** The month that both sides report. */
export const month: readonly Day[] = Array.from({ length: 31 }, (_, at) => day(2026, 10, 1 + at));

/** A moment of a local day in Berlin as minutes in UTC. */
export function localMinute(of: Day, minuteOfDay: number): number {
  const summer = of * minutesPerDay + minuteOfDay - 120;
  return summer < summerTimeEnds ? summer : summer + 60;
}

/** An order of an online customer. */
export function onlineOrder(random: Random, payout: Payout, change: Partial<Order> = {}): Order {
  return {
    minute: localMinute(payout.day - random.int(2, 4), random.int(0, minutesPerDay - 1)),
    second: random.int(0, 59),
    terminal: "",
    currency: payout.currency,
    cents: price(random),
    payout: payout.id,
    status: "paid",
    ...change,
  };
}

/** A sale on a terminal that never closes. */
export function terminalSale(random: Random, payout: Payout, change: Partial<Order> = {}): Order {
  const minute = localMinute(payout.day, random.int(0, minutesPerDay - 1));
  return onlineOrder(random, payout, { minute, terminal: payout.terminal, payout: undefined, ...change });
}

/** What the provider keeps of an order: 1.4 % and 0.25. */
export function fee(cents: Cents): Cents {
  return Math.floor((cents * 14 + 500) / 1_000) + 25;
}

/** What the provider pays for orders, refunds (their fees are kept) and chargebacks (15.00 each). */
export function netOf(orders: readonly Order[]): Cents {
  let net = 0;
  for (const order of orders) {
    if (order.status === "cancelled") continue;
    net += order.cents - (order.status === "paid" ? fee(order.cents) : order.status === "chargeback" ? 1_500 : 0);
  }
  return net;
}

/** Fails unless the plan's 3 % decide about the group as the case wants it; keeps a margin on both sides. */
export function assertDecided(payout: Payout, orders: readonly Order[], matches: boolean): void {
  const counted = orders.filter((order) => order.status !== "cancelled" && order.garbled === undefined);
  const total = counted.reduce((sum, order) => sum + order.cents, 0);
  const share = Math.abs(payout.cents - total) / Math.max(Math.abs(payout.cents), Math.abs(total));
  if (matches ? share > 0.0295 : share < 0.035) throw new Error(`payout ${payout.id}: residual ${share}`);
}

/** From 18.00, where the fee is 2.8 %, to 180.00. */
function price(random: Random): Cents {
  return random.chance(500) ? random.int(1_800, 6_000) : random.int(20, 180) * 100 - random.pick([1, 5, 10, 50]);
}
