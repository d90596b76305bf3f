import { cities, firstNames, legalForms, surnames, trades } from "../generator/names.ts";
import type { Random } from "../generator/random.ts";

/** A business partner: `name` as the ledger writes it. */
export type Party = { name: string };

/** Makes partners whose names stay different after the plan's normalising. */
export function createParties(random: Random, count: number): Party[] {
  const parties = new Map<string, Party>();
  while (parties.size < count) {
    const name = random.pick([
      () => `${random.pick(surnames)} ${random.pick(trades)} ${random.pick(legalForms)}`,
      () => `${random.pick(trades)} ${random.pick(surnames)} & ${random.pick(surnames)} ${random.pick(legalForms)}`,
      () => `Stadtwerke ${random.pick(cities)[0]} ${random.pick(["AG", "GmbH"])}`,
      () => `${random.pick(firstNames)} ${random.pick(surnames)}`,
    ])();
    const key = partyKey(name);
    if (!parties.has(key)) parties.set(key, { name });
  }
  return [...parties.values()];
}

/** What the plan's `normalise` steps make of a party, for the generator's own checks. */
export function partyKey(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[.&,]/g, " ")
    .replaceAll("ae", "a")
    .replaceAll("oe", "o")
    .replaceAll("ue", "u")
    .replace(/\b(gmbh|ag|co|kg|ohg|e k|se|u|und)\b/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** The same party as a bank writes it: other case, umlauts spelled out, other punctuation, legal form changed or gone. */
export function bankSpelling(name: string, random: Random): string {
  const spelled = random.pick([
    (text: string) => text,
    (text: string) => spellOut(text).toUpperCase(),
    (text: string) => spellOut(text),
    (text: string) => text.replace(" & Co. KG", " u. Co KG"),
    (text: string) => text.replace(/ (GmbH|AG|KG|OHG|SE)$/, ""),
    (text: string) => spellOut(text.replaceAll(".", "")).toUpperCase().replace(" ", "  "),
  ])(name);
  if (partyKey(spelled) === partyKey(name)) return spelled;
  return name; // e.g. "e.K." without its points is another word to the plan
}

/** Names long enough that one slip leaves them alike. */
export function canBeMisspelt(party: Party): boolean {
  return partyKey(party.name).length >= 14;
}

/** The party with one letter before its legal form lost, or two exchanged: still above 0.9 alike by Jaro-Winkler. */
export function misspell(name: string, random: Random): string {
  for (let at = random.int(5, 9); at < 13; at++) {
    const exchanged = name.slice(0, at) + name[at + 1] + name[at] + name.slice(at + 2);
    const wrong = random.chance(500) ? name.slice(0, at) + name.slice(at + 1) : exchanged;
    if (partyKey(wrong) !== partyKey(name)) return wrong;
  }
  throw new Error(`no slip changes ${name}`);
}

/**
 * True when the parties cannot come near 0.9 by Jaro-Winkler: Jaro is at most (m/a + m/b + 1)/3 for m shared letters,
 * and below 0.75 the prefix adds at most 0.1.
 */
export function clearlyDifferent(a: Party, b: Party): boolean {
  const [left, right] = [[...partyKey(a.name)], [...partyKey(b.name)]];
  const rest = [...right];
  let shared = 0;
  for (const letter of left) {
    const at = rest.indexOf(letter);
    if (at >= 0) rest.splice(at, 1);
    if (at >= 0) shared++;
  }
  return (shared / left.length + shared / right.length + 1) / 3 < 0.75;
}

function spellOut(text: string): string {
  const letters: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", Ä: "Ae", Ö: "Oe", Ü: "Ue", ß: "ss" };
  return text.replace(/[äöüÄÖÜß]/g, (letter) => letters[letter]!);
}
