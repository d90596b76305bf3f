/** Canonical values (matching.md §2) and what it means that two of them are equal. */

/**
 * Decimals are counted in units of 10^-18, dates in days since 1970-01-01; a currency is a text.
 * `unconverted` is a cell kept by `onInvalid: keep`: NULL to every tolerance, sum and total, but with an identity.
 */
export type Value =
  | null
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "decimal"; readonly units: bigint }
  | { readonly kind: "date"; readonly day: number }
  | { readonly kind: "unconverted"; readonly text: string };

export const DECIMAL_PLACES = 18;
export const ONE = 10n ** BigInt(DECIMAL_PLACES);

/** Two values are equal exactly when their identities are; NULL's is `-`. */
export function identity(value: Value): string {
  if (value === null) return "-";
  switch (value.kind) {
    case "text":
      return `text ${value.text}`;
    case "decimal":
      return `decimal ${value.units}`;
    case "date":
      return `date ${value.day}`;
    case "unconverted":
      return `unconverted ${value.text}`;
  }
}

/** Identity of several fields together. */
export function identityOf(values: ReadonlyMap<string, Value>, fields: Iterable<string>): string {
  return JSON.stringify([...fields].map((field) => identity(values.get(field) ?? null)));
}

export function decimalUnits(value: Value): bigint | null {
  return value?.kind === "decimal" ? value.units : null;
}

export function dayOf(value: Value): number | null {
  return value?.kind === "date" ? value.day : null;
}

export function textOf(value: Value): string | null {
  return value?.kind === "text" ? value.text : null;
}

/** Canonical text; decimals without needless zeros; an unconverted cell has none. */
export function canonicalText(value: Value): string | null {
  if (value === null || value.kind === "unconverted") return null;
  if (value.kind === "text") return value.text;
  if (value.kind === "date") return new Date(value.day * 86_400_000).toISOString().slice(0, 10);
  return formatDecimal(value.units);
}

export function formatDecimal(units: bigint): string {
  const magnitude = units < 0n ? -units : units;
  const fraction = (magnitude % ONE).toString().padStart(DECIMAL_PLACES, "0").replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${magnitude / ONE}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A plan's decimal (a number as JSON writes it) in units of 10^-places, exactly or not at all. */
export function exactUnits(decimal: string | number, places: number): bigint {
  const match = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(decimal));
  if (match === null) throw new Error(`not a plain decimal: ${decimal}`);
  const [, whole = "", fraction = "", exponent = "0"] = match;
  const shift = places - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction);
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  if (digits % divisor !== 0n) throw new Error(`${decimal} has more than ${places} places`);
  return digits / divisor;
}

export function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
