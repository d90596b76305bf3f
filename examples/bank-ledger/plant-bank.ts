import { formatCents } from "../generator/cents.ts";
import { germanDate } from "../generator/calendar.ts";
import { csvLine } from "../generator/csv.ts";
import type { Desk } from "./desk.ts";
import type { Plant } from "./plant.ts";
import { bankStyle, type BankLine } from "./rows.ts";

/** Lines that only the bank has: its own fees, receipts nobody posted, and information lines. */
export function plantBankOnly(kind: "bankFee" | "unposted" | "balanceLine"): Plant {
  return (desk, book) => {
    if (kind === "unposted") {
      const deal = desk.deal();
      book.add(kind, [desk.lineWithReference({ ...deal, cents: Math.abs(deal.cents) }, 0)], []);
    } else book.add(kind, [kind === "bankFee" ? fee(desk) : balance(desk)], []);
  };
}

function fee(desk: Desk): BankLine {
  const interest = desk.random.chance(100);
  const [purpose, cents] = interest
    ? ["Habenzinsen 10/2026", desk.mint.take(500, 9_000)]
    : [
        desk.random.pick(["Entgelt Auslandsüberweisung", "Kontoführung", "Buchungsposten"]),
        -desk.mint.take(150, 6_000),
      ];
  const day = desk.random.pick(desk.month);
  return { day, valueDay: day, party: "Hausbank", purpose, cents, currency: "EUR" };
}

function balance(desk: Desk): BankLine {
  const day = desk.random.pick(desk.month.filter((each) => (each + 4) % 7 === 5)); // the bank informs on Fridays
  const cents = desk.mint.take(10_000_000, 90_000_000);
  return { day, valueDay: day, party: "", purpose: `Kontostand per ${germanDate(day)}`, cents, currency: "EUR" };
}

/** Lines that cannot be read; their entries in the ledger therefore stay open. */
export function plantFaultyLine(kind: "garbledAmount" | "raggedLine"): Plant {
  return (desk, book) => {
    const deal = desk.deal();
    // Alternates by the document's last digit, so that both faults of a kind occur.
    const odd = Number(deal.document.at(-1)) % 2 === 1;
    const raw = kind === "garbledAmount" ? garble(odd, deal.cents) : odd ? cutShort : spillOver;
    book.add(kind, [desk.lineWithReference(deal, 1, { raw })], [desk.entry(deal)]);
  };
}

function garble(odd: boolean, cents: number): (cells: string[]) => string {
  const sound = formatCents(cents, { decimal: "," });
  const garbled = odd ? sound.replace(/\d,/, "x,") : sound.replace(",", ",,");
  return (cells) => csvLine(cells.with(4, garbled), bankStyle);
}

/** The connection broke: the line ends after the free text. */
function cutShort(cells: string[]): string {
  return csvLine(cells.slice(0, 4), bankStyle);
}

/** A semicolon in the free text that the bank forgot to quote. */
function spillOver(cells: string[]): string {
  return cells.with(3, `${cells[3]}; Danke`).join(bankStyle.delimiter);
}
