import type { CaseBook } from "../generator/case-book.ts";
import type { Random } from "../generator/random.ts";
import { garbledPayoutOrders, type counts } from "./cases.ts";
import type { Order, Payout } from "./rows.ts";
import { assertDecided, month, netOf, onlineOrder, terminalSale } from "./shop.ts";

/** The month's payouts and orders with their cases. */
export type Book = CaseBook<Payout, Order>;
type Plant = (random: Random, book: Book, id: number) => void;

/** One way to plant each kind of case; `id` numbers the payouts. */
export const plants: Record<keyof typeof counts, Plant> = {
  online: plantPayout("online", (_random, _payout, orders) => ({ paid: orders, booked: orders })),
  withRefunds: plantPayout("withRefunds", (_random, _payout, orders) => {
    const refunds = orders.slice(0, 2).map((order) => takeBack(order, "refund"));
    return { paid: [...orders, ...refunds], booked: [...orders, ...refunds] };
  }),
  withChargeback: plantPayout("withChargeback", (random, payout, orders) => {
    const chargeback = takeBack(onlineOrder(random, payout, { cents: 3_990 }), "chargeback");
    return { paid: [...orders, chargeback], booked: [...orders, chargeback] };
  }),
  chargebackUnknown: plantPayout("chargebackUnknown", (random, payout, orders) => ({
    paid: [...orders, takeBack(bigOrder(random, payout, orders), "chargeback")],
    booked: orders,
  })),
  orderMissing: plantPayout("orderMissing", (random, payout, orders) => ({
    paid: [...orders, bigOrder(random, payout, orders)],
    booked: orders,
  })),
  orderUnpaid: plantPayout("orderUnpaid", (random, payout, orders) => ({
    paid: orders,
    booked: [...orders, bigOrder(random, payout, orders)],
  })),
  payoutTwice: plantPayout("payoutTwice", (_random, _payout, orders) => ({ paid: orders, booked: orders })),
  orderGarbled: plantPayout("orderGarbled", (random, payout, orders) => {
    const few = orders.slice(0, garbledPayoutOrders - 1);
    const big = bigOrder(random, payout, few);
    const garbled = { ...big, garbled: `${(big.cents / 100).toFixed(0)}.O0` }; // the letter O
    return { paid: [...few, big], booked: [...few, garbled] };
  }),
  wrongCurrency: plantPayout("wrongCurrency", (random, payout, orders) => {
    const big = bigOrder(random, payout, orders);
    const currency = payout.currency === "EUR" ? "CHF" : "EUR";
    return { paid: [...orders, big], booked: [...orders, { ...big, currency }] };
  }),
  payoutWithoutOrders: (random, book, id) => {
    book.add("payoutWithoutOrders", [{ ...newPayout(random, id), cents: -random.int(500, 9_000) }], []);
  },
  notYetPaid: (random, book) => {
    const later = { ...newPayout(random, 0), day: month.at(-random.int(1, 4))! + 3 };
    book.add("notYetPaid", [], [onlineOrder(random, later, { payout: undefined })]);
  },
  cancelled: (random, book, id) => {
    const order = onlineOrder(random, newPayout(random, id), { payout: undefined, status: "cancelled" });
    book.add("cancelled", [], [order]);
  },
};

/** The days of one terminal; on `shortDay` the shop lost a sale. */
export function plantTerminal(random: Random, book: Book, terminal: Terminal): void {
  month.forEach((day, at) => {
    const payout: Payout = { ...terminal, id: terminal.firstId + at, day, cents: 0 };
    const sales = Array.from({ length: random.int(22, 60) }, () => terminalSale(random, payout));
    const short = at === terminal.shortDay;
    const lost = short ? [{ ...terminalSale(random, payout), cents: Math.floor(netOf(sales) / 8) }] : [];
    payout.cents = netOf([...sales, ...lost]);
    assertDecided(payout, sales, !short);
    book.add(short ? "terminalShort" : "terminalDay", [payout], sales);
    if (random.chance(400)) book.add("cancelled", [], [terminalSale(random, payout, { status: "cancelled" })]);
  });
}

/** A terminal and where it stands in the month. */
export type Terminal = { terminal: string; currency: string; firstId: number; shortDay: number };

type Made = { paid: Order[]; booked: Order[] };
type Plantable = Exclude<keyof typeof counts, "payoutWithoutOrders" | "notYetPaid" | "cancelled">;
const open: readonly Plantable[] = [
  "chargebackUnknown",
  "orderMissing",
  "orderUnpaid",
  "payoutTwice",
  "orderGarbled",
  "wrongCurrency",
];

/** `paid` is what the provider pays for, `booked` what the shop's export shows. */
function plantPayout(kind: Plantable, make: (random: Random, payout: Payout, orders: Order[]) => Made): Plant {
  return (random, book, id) => {
    const payout = newPayout(random, id);
    const least = kind === "online" ? 3 : 40; // room for a refund's or chargeback's fee under 3 %
    const orders = Array.from({ length: random.int(least, 80) }, () => onlineOrder(random, payout));
    const { paid, booked } = make(random, payout, orders);
    payout.cents = netOf(paid);
    const sameCurrency = booked.filter((order) => order.currency === payout.currency);
    if (kind !== "payoutTwice") assertDecided(payout, sameCurrency, !open.includes(kind));
    book.add(kind, kind === "payoutTwice" ? [payout, { ...payout }] : [payout], booked);
  };
}

function newPayout(random: Random, id: number): Payout {
  return { id, day: random.pick(month), terminal: "", currency: random.chance(300) ? "CHF" : "EUR", cents: 0 };
}

/** An order large enough that 3 % cannot hide it. */
function bigOrder(random: Random, payout: Payout, orders: readonly Order[]): Order {
  return onlineOrder(random, payout, { cents: Math.floor(netOf(orders) / 8) });
}

function takeBack(order: Order, status: "refund" | "chargeback"): Order {
  return { ...order, cents: -order.cents, status, minute: order.minute + 1_440 };
}
