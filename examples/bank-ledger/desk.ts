import { addBusinessDays, businessDays, day, type Day } from "../generator/calendar.ts";
import { createAmountMint, type Cents } from "../generator/cents.ts";
import type { Random } from "../generator/random.ts";
import { bankSpelling, createParties, type Party } from "./parties.ts";
import type { BankLine, LedgerEntry } from "./rows.ts";

/** One thing that happened: who, how much (positive: money in), under which document. */
export type Deal = { party: Party; cents: Cents; currency: string; document: string; day: Day };

/** Where bank lines and ledger entries come from; every deal has its own document number and amount. */
export type Desk = ReturnType<typeof createDesk>;

/** Sets up the month. */
export function createDesk(random: Random) {
  const parties = createParties(random, 240);
  const mint = createAmountMint(random, 20); // four times the plan's tolerance
  const month = businessDays(day(2026, 10, 1), day(2026, 10, 30));
  let lastNumber = 4010;

  const document = (prefix: string): string => `${prefix}-2026-${String(++lastNumber).padStart(6, "0")}`;

  /** A new deal, posted at least `room` business days before the month's end and at most 3 before its start. */
  const deal = (room = 3): Deal => {
    const incoming = random.chance(620);
    const size = random.pick([
      [1_500, 150_000],
      [8_000, 400_000],
      [100_000, 4_900_000],
    ] as const);
    return {
      party: random.pick(parties),
      cents: mint.take(size[0], size[1]) * (incoming ? 1 : -1),
      currency: random.chance(25) ? "USD" : "EUR",
      document: document(incoming ? "RE" : "ER"),
      day: addBusinessDays(month[random.int(0, month.length - 1 - room)]!, 0),
    };
  };

  const entry = (of: Deal, change: Partial<LedgerEntry> = {}): LedgerEntry => ({
    day: of.day,
    document: of.document,
    party: of.party.name,
    text: `${of.cents > 0 ? "Zahlungseingang" : "Zahlungsausgang"} ${of.document}`,
    cents: of.cents,
    currency: of.currency,
    ...change,
  });

  /** The bank's line for a deal, `delay` business days after the ledger; its text does not name the document. */
  const line = (of: Deal, delay: number, change: Partial<BankLine> = {}): BankLine => {
    const booked = addBusinessDays(of.day, delay);
    return {
      day: booked,
      valueDay: random.chance(200) ? addBusinessDays(booked, 1) : booked,
      party: bankSpelling(of.party.name, random),
      purpose: vaguePurpose(random),
      cents: of.cents,
      currency: of.currency,
      ...change,
    };
  };

  const lineWithReference = (of: Deal, delay: number, change: Partial<BankLine> = {}): BankLine =>
    line(of, delay, { purpose: purposeWith(of.document, random), ...change });

  return { random, parties, mint, month, document, deal, entry, line, lineWithReference };
}

/** Free text that holds a document number in one of the ways payers write it. */
export function purposeWith(document: string, random: Random): string {
  const written = random.pick([
    document,
    document,
    document.replaceAll("-", ""),
    document.replaceAll("-", " "),
    document.replaceAll("-", "/").toLowerCase(),
  ]);
  return random.pick([
    `Rechnung ${written}`,
    `SVWZ+${written}`,
    `EREF+NOTPROVIDED SVWZ+Re.Nr. ${written} KdNr ${random.int(10_000, 99_999)}`,
    `${written}, abzgl. 0 % Skonto – Danke`,
    `Ihre Rechnung vom ${random.int(1, 28)}.09. Nr. ${written}`,
    `${written}`,
  ]);
}

function vaguePurpose(random: Random): string {
  return random.pick([
    "Rechnung September",
    "SVWZ+Monatsrate Oktober",
    `KdNr ${random.int(10_000, 99_999)} wie telefonisch besprochen`,
    "Dauerauftrag",
    `EREF+${random.int(100_000_000, 999_999_999)} MREF+M${random.int(1_000, 9_999)}`,
    "Abschlag Strom/Gas",
    "lt. Vertrag – vielen Dank",
  ]);
}
