import { addBusinessDays } from "../generator/calendar.ts";
import type { Deal, Desk } from "./desk.ts";
import type { Plant } from "./plant.ts";

/** What is booked twice: in the ledger on one day or two, or by the bank. */
export function plantDuplicate(kind: "postedTwice" | "postedTwiceOtherDay" | "paidTwice"): Plant {
  return (desk, book) => {
    const deal = desk.deal();
    const entry = desk.entry(deal);
    if (kind === "paidTwice") {
      const again = desk.lineWithReference(deal, desk.random.int(1, 3));
      book.add(kind, [desk.lineWithReference(deal, 0), again], [entry]);
    } else if (kind === "postedTwice") {
      book.add(kind, [desk.lineWithReference(deal, desk.random.int(0, 3))], [entry, { ...entry }]);
    } else {
      const nextDay = desk.entry({ ...deal, day: addBusinessDays(deal.day, 1) });
      book.add(kind, [desk.lineWithReference(deal, 2)], [entry, nextDay]);
    }
  };
}

/** What is booked and taken back, in the ledger or at the bank. */
export function plantReversal(kind: "ledgerReversal" | "reposted" | "returnedDebit"): Plant {
  return (desk, book) => {
    const deal = kind === "returnedDebit" ? receipt(desk) : desk.deal();
    const entry = desk.entry(deal);
    const reversal = desk.entry(deal, {
      day: addBusinessDays(deal.day, desk.random.int(0, 2)),
      cents: -deal.cents,
      text: `Storno ${deal.document}`,
    });
    if (kind === "ledgerReversal") book.add(kind, [], [entry, reversal]);
    else if (kind === "reposted") {
      book.add(kind, [desk.lineWithReference(deal, desk.random.int(0, 3))], [entry, reversal, desk.entry(deal)]);
    } else {
      const back = desk.line(deal, 3, {
        cents: -deal.cents,
        purpose: `RUECKLASTSCHRIFT ${deal.document} 3,50 EUR GEB.`,
      });
      book.add(kind, [desk.lineWithReference(deal, 1), back], [entry]);
    }
  };
}

function receipt(desk: Desk): Deal {
  const deal = desk.deal();
  return { ...deal, cents: Math.abs(deal.cents), document: deal.document.replace("ER", "RE") };
}
