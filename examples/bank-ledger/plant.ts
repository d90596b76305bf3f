import type { CaseBook } from "../generator/case-book.ts";
import { addBusinessDays } from "../generator/calendar.ts";
import { transposeDigits, type Cents } from "../generator/cents.ts";
import type { Kind } from "./cases.ts";
import type { Deal, Desk } from "./desk.ts";
import { canBeMisspelt, clearlyDifferent, misspell } from "./parties.ts";
import { plantBankOnly, plantFaultyLine } from "./plant-bank.ts";
import { plantDuplicate, plantReversal } from "./plant-repeated.ts";
import type { BankLine, LedgerEntry } from "./rows.ts";

/** The month's lines and entries with their cases. */
export type Book = CaseBook<BankLine, LedgerEntry>;
/** Adds one case of its kind to the book. */
export type Plant = (desk: Desk, book: Book) => void;

/** One way to plant each kind of case. */
export const plants: Record<Kind, Plant> = {
  byReference: pairOf("byReference", (desk, deal) => [desk.lineWithReference(deal, desk.random.int(0, 3)), {}]),
  byParty: pairOf("byParty", (desk, deal) => [desk.line(deal, desk.random.int(0, 3)), {}]),
  centsOff: pairOf("centsOff", (desk, deal) => [
    desk.lineWithReference(deal, desk.random.int(0, 3), { cents: deal.cents + fewCents(desk) }),
    {},
  ]),
  centsOffNoReference: pairOf("centsOffNoReference", (desk, deal) => [
    desk.line(deal, desk.random.int(0, 3), { cents: deal.cents + fewCents(desk) }),
    {},
  ]),
  transposedAmount: pairOf("transposedAmount", (desk, deal) => [
    desk.lineWithReference(deal, desk.random.int(0, 3)),
    { cents: transposed(desk, deal) },
  ]),
  transposedAmountNoReference: pairOf("transposedAmountNoReference", (desk, deal) => [
    desk.line(deal, desk.random.int(0, 3)),
    { cents: transposed(desk, deal) },
  ]),
  transposedReference: pairOf("transposedReference", (desk, deal) => [
    // Second and third digit: the result lies far beyond the numbers in use.
    desk.lineWithReference({ ...deal, document: deal.document.replace(/-0(\d)(\d)/, "-0$2$1") }, 1),
    {},
  ]),
  late: pairOf("late", (desk, deal) => [desk.lineWithReference(deal, desk.random.int(5, 8)), {}]),
  spelling: (desk, book) => {
    const deal = { ...desk.deal(), party: desk.random.pick(desk.parties.filter(canBeMisspelt)) };
    const party = misspell(deal.party.name, desk.random);
    book.add("spelling", [desk.line(deal, desk.random.int(0, 3), { party })], [desk.entry(deal)]);
  },
  sameAmountOtherParty: plantStranger,
  wrongCurrency: pairOf("wrongCurrency", (desk, deal) => [
    desk.lineWithReference(deal, 1, { currency: deal.currency === "EUR" ? "USD" : "EUR" }),
    {},
  ]),
  ledgerGarbled: pairOf("ledgerGarbled", (desk, deal) => [desk.lineWithReference(deal, 1), { garbled: "tbd" }]),
  twins: plantTwins,
  oneOfTwo: (desk, book) => {
    const deal = desk.deal();
    const other = { ...deal, document: desk.document("RE"), day: addBusinessDays(deal.day, 2) };
    book.add("oneOfTwo", [desk.line(deal, 1)], [desk.entry(deal), desk.entry(other)]);
  },
  equalFares: (desk, book) => {
    const deal = desk.deal();
    const delay = desk.random.int(0, 3);
    const entries = [desk.entry(deal), desk.entry({ ...deal, document: desk.document("RE") })];
    book.add("equalFares", [desk.line(deal, delay), desk.line(deal, delay)], entries);
  },
  postedTwice: plantDuplicate("postedTwice"),
  postedTwiceOtherDay: plantDuplicate("postedTwiceOtherDay"),
  paidTwice: plantDuplicate("paidTwice"),
  ledgerReversal: plantReversal("ledgerReversal"),
  reposted: plantReversal("reposted"),
  returnedDebit: plantReversal("returnedDebit"),
  paymentRun: plantRun("paymentRun"),
  paymentRunShort: plantRun("paymentRunShort"),
  outstanding: (desk, book) => {
    const deal = { ...desk.deal(), day: desk.month.at(-desk.random.int(1, 6))! };
    book.add("outstanding", [], [desk.entry(deal, { text: `Scheck ${desk.random.int(300_000, 399_999)}` })]);
  },
  bankFee: plantBankOnly("bankFee"),
  unposted: plantBankOnly("unposted"),
  balanceLine: plantBankOnly("balanceLine"),
  garbledAmount: plantFaultyLine("garbledAmount"),
  raggedLine: plantFaultyLine("raggedLine"),
};

function pairOf(kind: Kind, make: (desk: Desk, deal: Deal) => [BankLine, Partial<LedgerEntry>]): Plant {
  return (desk, book) => {
    const deal = desk.deal(kind === "late" ? 8 : 3);
    const [line, change] = make(desk, deal);
    book.add(kind, [line], [desk.entry(deal, change)]);
  };
}

function fewCents({ random }: Desk): Cents {
  return random.int(1, 4) * random.pick([1, -1]);
}

function transposed(desk: Desk, deal: Deal): Cents {
  for (let tries = 0; tries < 50; tries++) {
    const cents = transposeDigits(deal.cents, desk.random);
    if (cents !== undefined && desk.mint.claim(cents)) return cents;
  }
  // An amount such as 11.10 has no two digits to exchange; a zero too many is as good a slip.
  return deal.cents * 10;
}

function plantStranger(desk: Desk, book: Book): void {
  const deal = desk.deal();
  const strangers = desk.parties.filter((party) => clearlyDifferent(party, deal.party));
  const other = { ...deal, party: desk.random.pick(strangers) };
  book.add("sameAmountOtherParty", [desk.line(other, 1)], [desk.entry(deal)]);
}

/** Entries on two days, payments on the two days after: the sum of the delays is the same both ways. */
function plantTwins(desk: Desk, book: Book): void {
  const first = desk.deal();
  const second = { ...first, document: desk.document("RE"), day: addBusinessDays(first.day, 1) };
  book.add("twins", [desk.line(first, 2), desk.line(second, 2)], [desk.entry(first), desk.entry(second)]);
}

function plantRun(kind: "paymentRun" | "paymentRunShort"): Plant {
  return (desk, book) => {
    const run = String(desk.random.int(100, 99_999)).padStart(6, "0");
    const day = desk.deal().day;
    const deals = Array.from({ length: desk.random.int(4, 9) }, () => {
      const deal = desk.deal();
      return { ...deal, document: desk.document("ER"), cents: -Math.abs(deal.cents), currency: "EUR", day };
    });
    const line = desk.line(deals[0]!, 1, {
      party: "SAMMELUEBERWEISUNG",
      purpose: `SAMMLER ${run} ANZAHL ${deals.length}`,
      cents: deals.reduce((sum, deal) => sum + deal.cents, 0),
    });
    const posted = kind === "paymentRun" ? deals : deals.slice(1);
    book.add(
      kind,
      [line],
      posted.map((deal) => desk.entry(deal, { text: `Zahllauf ${run} ${deal.document}` })),
    );
  };
}
