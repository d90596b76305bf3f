import type { CaseKind, Outcome } from "../generator/case-book.ts";

/** Orders in a payout of kind `orderGarbled`. */
export const garbledPayoutOrders = 9;

const group = { "1:n": 1 };
const paid = { left: "matched", right: "matched", groups: group, pass: "online payout", together: true } as const;
const open = { left: "unmatched", right: "unmatched" } as const;

/** Every kind of payout and order and what becomes of it under `payouts-orders.recon.yaml`. */
export const kinds = {
  online: {
    about: "A payout and its orders; the fee (1.4 % + 0.25 per order) is the residual.",
    ...paid,
    ordinary: true,
  },
  terminalDay: {
    about: "A terminal's local day; sales after midnight bear the day before in UTC. Cancelled sales are listed apart.",
    ...paid,
    pass: "terminal day",
    ordinary: true,
  },
  withRefunds: { about: "The payout also holds refunds; the provider keeps their fees.", ...paid },
  withChargeback: { about: "The payout holds a chargeback that the shop has booked, and its fee of 15.00.", ...paid },
  chargebackUnknown: { about: "The provider took back a payment and the shop has not booked it.", ...open },
  orderMissing: { about: "The provider paid an order that the shop does not have.", ...open },
  orderUnpaid: { about: "The shop counts an order to a payout that does not hold it.", ...open },
  payoutTwice: { about: "The provider lists the payout twice: 1:n wants exactly one.", ...open },
  orderGarbled: {
    about: "One order of the payout cannot be read, so the sum does not agree.",
    left: "unmatched",
    right: ["rejected", ...Array<Outcome>(garbledPayoutOrders - 1).fill("unmatched")],
  },
  wrongCurrency: { about: "One order of the payout bears the other currency.", ...open },
  terminalShort: { about: "The shop lost a sale of the terminal's day.", ...open },
  payoutWithoutOrders: { about: "An adjustment by the provider without any order.", left: "unmatched" },
  notYetPaid: { about: "Orders that stand in no payout yet.", right: "unmatched" },
  cancelled: { about: "Cancelled orders, excluded by the plan; some stand on terminals.", right: "excluded" },
} satisfies Record<string, CaseKind>;

/** Name of a kind of case. */
export type Kind = keyof typeof kinds;

/** How many cases of each kind the month holds; terminal days come from the calendar. */
export const counts: Record<Exclude<Kind, "terminalDay" | "terminalShort">, number> = {
  online: 172,
  withRefunds: 30,
  withChargeback: 8,
  chargebackUnknown: 5,
  orderMissing: 4,
  orderUnpaid: 4,
  payoutTwice: 2,
  orderGarbled: 2,
  wrongCurrency: 2,
  payoutWithoutOrders: 2,
  notYetPaid: 420,
  cancelled: 90,
};
