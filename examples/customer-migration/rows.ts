import { germanDate, isoDate, type Day } from "../generator/calendar.ts";
import { formatCents, type Cents } from "../generator/cents.ts";
import type { CsvStyle } from "../generator/csv.ts";
import type { Random } from "../generator/random.ts";

/** A customer as such, free of either table's format. `dialling` and `phone` are empty when no phone is known. */
export type Customer = {
  number: number;
  lastName: string;
  firstName: string;
  birthDate: Day;
  dialling: string;
  phone: string;
  postcode: string;
  city: string;
  cents: Cents;
};

/** A row of a table: its cells. A class of its own, so that equal rows stay distinct. */
export type Row = { cells: string[] };

export const beforeStyle: CsvStyle = { delimiter: ";", lineEnd: "\r\n" };
export const beforeHeader = ["KUNDENNR", "NACHNAME", "VORNAME", "GEBDAT", "TELEFON", "PLZ", "ORT", "SALDO"];
export const afterStyle: CsvStyle = { delimiter: ",", lineEnd: "\n" };
export const afterHeader = [
  "customer_no",
  "last_name",
  "first_name",
  "birth_date",
  "phone",
  "postcode",
  "city",
  "balance",
  "segment",
];

/** The legacy row: capitals, padded fields, leading zeros, German dates, trailing minus. */
export function beforeRow(customer: Customer, random: Random): Row {
  const sign = customer.cents < 0 ? "-" : "";
  return {
    cells: [
      String(customer.number).padStart(10, "0"),
      padded(customer.lastName.toUpperCase(), random),
      padded(customer.firstName.toUpperCase(), random),
      germanDate(customer.birthDate),
      legacyPhone(customer, random),
      customer.postcode,
      customer.city.toUpperCase(),
      formatCents(Math.abs(customer.cents), { decimal: ",", thousands: "." }) + sign,
    ],
  };
}

/** The migrated row: ISO dates, one form of phone numbers, a new column. */
export function afterRow(customer: Customer): Row {
  return {
    cells: [
      String(customer.number),
      customer.lastName,
      customer.firstName,
      isoDate(customer.birthDate),
      customer.phone === "" ? "" : `+49${customer.dialling}${customer.phone}`,
      customer.postcode,
      customer.city,
      formatCents(customer.cents),
      customer.cents > 500_000 ? "A" : "B",
    ],
  };
}

function legacyPhone({ dialling, phone }: Customer, random: Random): string {
  if (phone === "") return random.pick(["", "   ", "-", "k.A."]);
  const pairs = phone.replace(/(..)(?=.)/g, "$1 ");
  return random.pick([
    `0${dialling}/${phone}`,
    `0${dialling}/${phone}`,
    `(0${dialling}) ${pairs}`,
    `0049 ${dialling} ${phone}`,
    `+49 (0)${dialling} ${phone}`,
  ]);
}

function padded(text: string, random: Random): string {
  return random.chance(150) ? text + " ".repeat(random.int(1, 6)) : text;
}
