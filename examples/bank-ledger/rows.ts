import { germanDate, isoDate, type Day } from "../generator/calendar.ts";
import { formatCents, type Cents } from "../generator/cents.ts";
import { csvLine, type CsvStyle } from "../generator/csv.ts";

/** A line of the bank's export; `raw` replaces what a sound line would read. */
export type BankLine = {
  day: Day;
  valueDay: Day;
  party: string;
  purpose: string;
  cents: Cents;
  currency: string;
  raw?: (cells: string[]) => string;
};

/** An entry of the ledger account: positive amounts are debits (money in). */
export type LedgerEntry = {
  day: Day;
  document: string;
  party: string;
  text: string;
  cents: Cents;
  currency: string;
  garbled?: string;
};

export const bankStyle: CsvStyle = { delimiter: ";", lineEnd: "\r\n" };
export const bankHeader = ["Buchungstag", "Valuta", "Auftraggeber/Empfänger", "Verwendungszweck", "Betrag", "Währung"];
export const ledgerStyle: CsvStyle = { delimiter: ",", lineEnd: "\n" };
export const ledgerHeader = ["Document", "Posting date", "Partner", "Text", "Debit", "Credit", "Currency"];

/** A bank line as the file holds it. */
export function formatBankLine(line: BankLine): string {
  const cells = [
    germanDate(line.day),
    germanDate(line.valueDay),
    line.party,
    line.purpose,
    formatCents(line.cents, { decimal: ",", thousands: "." }),
    line.currency,
  ];
  return line.raw?.(cells) ?? csvLine(cells, bankStyle);
}

/** A ledger entry as cells of text. */
export function ledgerCells(entry: LedgerEntry): string[] {
  const amount = entry.garbled ?? formatCents(Math.abs(entry.cents));
  const [debit, credit] = entry.cents >= 0 ? [amount, ""] : ["", amount];
  return [entry.document, isoDate(entry.day), entry.party, entry.text, debit, credit, entry.currency];
}
