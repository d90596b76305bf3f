/** What a column's name lets expect, in the languages in which bank and ledger files come. */

const words = {
  money: new Set(
    (
      "amount amt amounts total totals sum price cost fee fees charge balance debit credit dr cr paid due net gross value " +
      "revenue payment payout tax betrag summe saldo preis kosten gebuhr soll haben umsatz brutto netto wert " +
      "montant solde prix total frais importe monto saldo precio importo saldo prezzo bedrag valor"
    ).split(" "),
  ),
  date: new Set(
    (
      "date dates day dob birthday posted booked valued datum tag buchung buchungstag buchungsdatum valuta wertstellung " +
      "fecha jour data dato"
    ).split(" "),
  ),
  currency: new Set("currency ccy cur curr currencies waehrung wahrung devise moneda divisa valuta moeda".split(" ")),
  identifier: new Set(
    (
      "id ids no nr num number ref reference code key account acct konto iban bic swift phone tel mobile zip plz postcode " +
      "postal siren siret vat invoice document doc"
    ).split(" "),
  ),
};

export type ColumnExpectation = keyof typeof words;

/** Whether a word of the name (split at case, digits and punctuation, accents removed) lets expect this. */
export function nameSuggests(name: string, expectation: ColumnExpectation): boolean {
  return wordsOf(name).some((word) => words[expectation].has(word) || isCompound(word, expectation));
}

function wordsOf(name: string): string[] {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/ß/g, "ss")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}]+/u);
}

/** German writes `Rechnungsbetrag` as one word. */
function isCompound(word: string, expectation: ColumnExpectation): boolean {
  if (expectation === "money") return /.(betrag|saldo|summe|amount)$/.test(word);
  return expectation === "date" && /.(datum|date)$/.test(word);
}
