import type { CaseBook } from "../generator/case-book.ts";
import { day } from "../generator/calendar.ts";
import { cities, firstNames, longSurnames, surnames } from "../generator/names.ts";
import type { Random } from "../generator/random.ts";
import type { Kind } from "./cases.ts";
import { afterRow, beforeRow, type Customer, type Row } from "./rows.ts";

/** Both tables with their cases. */
export type Book = CaseBook<Row, Row>;
type Plant = (random: Random, book: Book, number: number) => void;

/** One way to plant each kind of case; `number` is the customer's. */
export const plants: Record<Kind, Plant> = {
  sound: changing("sound", (customer) => customer),
  lost: (random, book, number) => book.add("lost", [beforeRow(newCustomer(random, number), random)], []),
  invented: (random, book, number) => book.add("invented", [], [afterRow(newCustomer(random, number))]),
  doubled: (random, book, number) => {
    const customer = newCustomer(random, number);
    book.add("doubled", [beforeRow(customer, random)], [afterRow(customer), afterRow(customer)]);
  },
  doubledAndChanged: (random, book, number) => {
    const customer = newCustomer(random, number);
    const copies = [withOtherPhone(customer), { ...customer, cents: customer.cents + 1_000 }];
    book.add("doubledAndChanged", [beforeRow(customer, random)], copies.map(afterRow));
  },
  truncated: changing(
    "truncated",
    (customer) => ({ ...customer, lastName: customer.lastName.slice(0, 20).trimEnd() }),
    (random) => ({ lastName: random.pick(longSurnames) }),
  ),
  encoding: changing(
    "encoding",
    (customer) => ({ ...customer, lastName: misread(customer.lastName) }),
    // Ö and Ü would turn into characters without a place in Windows-1252's printable half.
    (random) => ({ lastName: random.pick(surnames.filter((name) => /[äöü]/.test(name))) }),
  ),
  dayEarlier: changing(
    "dayEarlier",
    (customer) => ({ ...customer, birthDate: customer.birthDate - 1 }),
    (random) => ({ birthDate: day(random.int(1981, 2004), random.int(5, 8), random.int(1, 28)) }),
  ),
  zeroLost: changing(
    "zeroLost",
    (customer) => ({ ...customer, postcode: customer.postcode.replace(/^0/, "") }),
    (random) => place(random.pick(cities.filter(([, postcode]) => postcode.startsWith("0")))),
  ),
  signLost: changing(
    "signLost",
    (customer) => ({ ...customer, cents: -customer.cents }),
    (random) => ({ cents: -random.int(1, 90_000) }),
  ),
  phoneChanged: changing("phoneChanged", withOtherPhone, (random) => ({ phone: newPhone(random) })),
  cityChanged: changing("cityChanged", (customer) => {
    const at = cities.findIndex(([city]) => city === customer.city);
    const [city, postcode] = cities[(at + 1) % cities.length]!;
    return { ...customer, city, postcode };
  }),
  impossibleDate: (random, book, number) => {
    const customer = newCustomer(random, number);
    const [before, after] = [beforeRow(customer, random), afterRow(customer)];
    before.cells[3] = random.pick(["31.02.1968", "00.00.0000", "30.02.1975"]);
    after.cells[3] = "";
    book.add("impossibleDate", [before], [after]);
  },
  testAccount: (random, book, number) => {
    const customer = { ...newCustomer(random, number), lastName: `zztest${number % 7}`, firstName: "Test" };
    book.add("testAccount", [beforeRow(customer, random)], []);
  },
};

/** A customer who arrives as `change` makes them; `start` sets what the change needs. */
function changing(
  kind: Kind,
  change: (customer: Customer) => Customer,
  start?: (random: Random) => Partial<Customer>,
): Plant {
  return (random, book, number) => {
    const customer = { ...newCustomer(random, number), ...start?.(random) };
    book.add(kind, [beforeRow(customer, random)], [afterRow(change(customer))]);
  };
}

function newCustomer(random: Random, number: number): Customer {
  return {
    number,
    lastName: random.pick(surnames),
    firstName: random.pick(firstNames),
    birthDate: day(random.int(1938, 2004), random.int(1, 12), random.int(1, 28)),
    phone: random.chance(100) ? "" : newPhone(random),
    ...place(random.pick(cities)),
    cents: random.chance(300) ? 0 : random.int(-90_000, 900_000),
  };
}

function place([city, postcode, dialling]: (typeof cities)[number]) {
  return { city, postcode, dialling };
}

function newPhone(random: Random): string {
  return String(random.int(200_000, 9_999_999));
}

function withOtherPhone(customer: Customer): Customer {
  const last = Number(customer.phone.at(-1) ?? "0");
  return { ...customer, phone: `${customer.phone.slice(0, -1) || "55501"}${(last + 3) % 10}` };
}

/** What a reader of Windows-1252 makes of a text in UTF-8. */
function misread(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
}
