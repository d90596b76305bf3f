/** What a column's name says it holds, in the languages that bank and ledger exports come in. */
export const meanings = [
  "amount",
  "debit",
  "credit",
  "currency",
  "booked",
  "valued",
  "reference",
  "batch",
  "party",
  "text",
  "status",
  "id",
] as const;
export type Meaning = (typeof meanings)[number];

const patterns: Readonly<Record<Meaning, RegExp>> = {
  debit: /^(debit|dr|soll|belastung|débit|debe|dare|lastschrift|withdrawal|paid out|money out)/i,
  credit: /^(credit|cr|haben|gutschrift|crédit|haber|avere|deposit|paid in|money in)/i,
  amount: /(amount|amt|betrag|umsatz|montant|importe|importo|bedrag|total|value|gross|net|price|summe)/i,
  currency: /(currency|ccy|curr\b|währung|waehrung|devise|moneda|valuta code|divisa)/i,
  valued: /(value.?date|valuta|wertstellung|valued|date.?valeur|settle|paid.?(on|at)|payout.?date|arrival)/i,
  booked: /(date|datum|fecha|buchung|booked|posted|posting|created|day|time|gebucht)/i,
  batch: /(batch|payout|settlement|sammler|group|transfer.?id|deposit.?id)/i,
  reference:
    /(ref|reference|referenz|doc|document|beleg|invoice|rechnung|order|number|nummer|num\b|nr\b|no\b|code|key|iban|account|konto)/i,
  party:
    /(party|partner|customer|kunde|vendor|supplier|name|payee|payer|auftraggeber|empfänger|beneficiary|counterpart|merchant|debtor|creditor)/i,
  text: /(text|memo|description|beschreibung|verwendungszweck|details|narrative|libellé|concepto|purpose|note|remark|subject)/i,
  status: /(status|state|type|kind|art\b|typ\b)/i,
  id: /(^|[^a-z])(id|uuid|guid|key)([^a-z]|$)/i,
};

export function meaningOf(name: string): Meaning | undefined {
  const spaced = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .trim();
  return (Object.keys(patterns) as Meaning[]).find((meaning) => patterns[meaning].test(spaced));
}

/** Names reduced to what they share across spellings: letters and digits, lower case. */
export const plainName = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();
