/** A small reconciliation with every kind of pass and outcome; all values and decisions are written by hand. */
import type { Plan } from "@recon/core";
import { contentHash, type Declared, type DeclaredRecord } from "./result-set.ts";

const leftHeader = ["Reference", "Betrag", "Ccy", "Buchung", "Name", "Text", "Status", "Menge"];
const rightHeader = ["doc_no", "Dr", "Cr", "posted", "partner", "payout_id", "qty"];

const plan: Plan = {
  version: 1,
  name: "bank-ledger",
  left: {
    files: ["bank.csv"],
    format: "csv",
    options: { delimiter: ";", encoding: "utf-8", decimal: ",", thousands: ".", dateOrder: "dmy" },
    exclude: [{ where: { field: "status", in: ["VOID"] }, reason: "voided" }],
  },
  right: { files: ["ledger.csv"], format: "csv", options: { delimiter: ",", encoding: "utf-8" } },
  fields: {
    ref: {
      type: "text",
      left: "Reference",
      right: "doc_no",
      normalise: ["trim", "upper", { replace: ["^INV-?", ""] }],
    },
    amount: { type: "money", left: "Betrag", right: { debit: "Dr", credit: "Cr" } },
    currency: { type: "currency", left: "Ccy", right: { value: "EUR" } },
    booked: { type: "date", left: "Buchung", right: "posted" },
    party: { type: "text", left: "Name", right: "partner", normalise: ["fold", "squeeze"] },
    batch: { type: "text", left: { column: "Text", extract: "PO-([0-9]+)" }, right: "payout_id" },
    status: { type: "text", left: "Status", right: { value: "OK" } },
    qty: { type: "number", left: "Menge", right: "qty", onInvalid: "keep" },
  },
  roles: { amount: "amount", currency: "currency", date: "booked" },
  calendars: { business: { holidays: ["2026-12-25"] } },
  compare: [
    { field: "amount", within: { absolute: "0.00" } },
    { field: "booked", dateWithin: { days: 1, calendar: "business" } },
    { field: "qty" },
  ],
  passes: [
    {
      name: "reversals",
      kind: "netted",
      side: "left",
      on: ["ref", "currency"],
      sum: { field: "amount", within: { absolute: "0.00" } },
    },
    { name: "exact", kind: "keyed", on: ["ref", "currency"] },
    {
      name: "near",
      kind: "tolerant",
      block: ["currency", "party"],
      conditions: [
        { field: "amount", within: { absolute: "0.05" }, weight: 1 },
        { field: "booked", dateWithin: { days: 3, calendar: "business" }, weight: 0.1 },
      ],
    },
    {
      name: "text",
      kind: "similar",
      block: ["currency", "amount"],
      conditions: [{ field: "party", similar: { measure: "jaroWinkler", atLeast: 0.92 } }],
    },
    {
      name: "payouts",
      kind: "grouped",
      shape: "1:n",
      on: ["batch", "currency"],
      sum: {
        field: "amount",
        within: { absolute: "0.00" },
        residual: { upTo: { relative: "0.03" }, reason: "fee" },
      },
    },
  ],
};

type Cells = (string | null)[];

function left(cells: Cells, canonical: Cells, more: Partial<DeclaredRecord> = {}): DeclaredRecord {
  const [ref, amount, currency, booked, party, batch, status, qty] = canonical as string[];
  return { cells, canonical: { ref, amount, currency, booked, party, batch, status, qty } as never, ...more };
}

function right(cells: Cells, canonical: Cells, more: Partial<DeclaredRecord> = {}): DeclaredRecord {
  const [ref, amount, booked, party, batch, qty] = canonical as string[];
  return {
    cells,
    canonical: { ref, amount, currency: "EUR", booked, party, batch, status: "OK", qty } as never,
    ...more,
  };
}

export function bankLedger(): Declared {
  const l = leftRecords();
  const r = rightRecords();
  // Of two interchangeable records the one with the smaller content hash is taken.
  const [taken, surplus] = contentHash(l[4]!.cells!) < contentHash(l[5]!.cells!) ? [5, 6] : [6, 5];
  l[surplus - 1]!.outcome = "duplicate";
  l[surplus - 1]!.reason = "more records than counterparts";
  l[surplus - 1]!.nearest = 3;
  return {
    plan,
    header: { left: leftHeader, right: rightHeader },
    decimals: { amount: 2, qty: 0 },
    dates: ["booked"],
    records: { left: l, right: r },
    groups: [
      { pass: "reversals", kind: "net", left: [3, 4] },
      { pass: "exact", kind: "1:1", left: [1], right: [1] },
      { pass: "exact", kind: "1:1", left: [2], right: [2], differences: { amount: ["250.00", "249.00", "-1.00"] } },
      { pass: "exact", kind: "1:1", left: [taken], right: [3] },
      { pass: "near", kind: "1:1", left: [7], right: [4] },
      {
        pass: "text",
        kind: "1:1",
        left: [8],
        right: [5],
        differences: { booked: ["2026-10-01", "2026-10-20", "19"] },
      },
      { pass: "payouts", kind: "1:n", left: [9], right: [6, 7], reason: "fee" },
      { pass: "near", kind: "n:1", status: "suggested", left: [10, 11], right: [8], reason: "two fit equally" },
      { pass: "exact", kind: "1:1", left: [15], right: [11], differences: { amount: ["5.00", "5.01", "0.01"] } },
      { pass: "exact", kind: "1:1", left: [16], right: [12], differences: { amount: ["9.00", "9.01", "0.01"] } },
      { pass: "exact", kind: "n:1", status: "suggested", left: [17, 18], right: [13], reason: "the key is ambiguous" },
    ],
    sources: {
      left: { path: "bank.csv", bytes: csv(leftHeader, l, ";") },
      right: { path: "ledger.csv", bytes: csv(rightHeader, r, ",") },
    },
  };
}

function csv(header: string[], records: DeclaredRecord[], delimiter: string): string {
  const lines = records.map((record) => record.rawText ?? record.cells!.map((cell) => cell ?? "").join(delimiter));
  return [header.join(delimiter), ...lines, ""].join("\n");
}

// prettier-ignore
function leftRecords(): DeclaredRecord[] {
  return [
    left(["INV-100", "1.100,00", "EUR", "01.10.2026", "Älpha ", "rent", "OK", "n/a "], ["100", "1100.00", "EUR", "2026-10-01", "alpha", null, "OK", null]),
    left(["inv101", "250,00", "EUR", "02.10.2026", "Beta", null, "OK", null], ["101", "250.00", "EUR", "2026-10-02", "beta", null, "OK", null]),
    left(["REV1", "50,00", "EUR", "03.10.2026", "Gamma", null, "OK", null], ["REV1", "50.00", "EUR", "2026-10-03", "gamma", null, "OK", null]),
    left(["REV1", "(50,00)", "EUR", "03.10.2026", "Gamma", null, "OK", null], ["REV1", "-50.00", "EUR", "2026-10-03", "gamma", null, "OK", null]),
    left(["DUP", "10,00", "EUR", "05.10.2026", "Theta", "second", "OK", null], ["DUP", "10.00", "EUR", "2026-10-05", "theta", null, "OK", null]),
    left(["DUP", "10,00", "EUR", "05.10.2026", "Theta", "first", "OK", null], ["DUP", "10.00", "EUR", "2026-10-05", "theta", null, "OK", null]),
    left([null, "75,02", "EUR", "07.10.2026", "Delta", null, "OK", "4"], [null, "75.02", "EUR", "2026-10-07", "delta", null, "OK", "4"]),
    left(["X8", "33,00", "EUR", "01.10.2026", "Epsilon GmbH", null, "OK", null], ["X8", "33.00", "EUR", "2026-10-01", "epsilon gmbh", null, "OK", null]),
    left(["P9", "300,00", "EUR", "09.10.2026", "Payments", "PO-77 payout", "OK", null], ["P9", "300.00", "EUR", "2026-10-09", "payments", "77", "OK", null]),
    left(["Z10", "20,01", "EUR", "10.10.2026", "Zeta", null, "OK", null], ["Z10", "20.01", "EUR", "2026-10-10", "zeta", null, "OK", null]),
    left(["Z11", "19,99", "EUR", "10.10.2026", "Zeta", null, "OK", null], ["Z11", "19.99", "EUR", "2026-10-10", "zeta", null, "OK", null]),
    left(["V12", "64,00", "EUR", "11.10.2026", "Eta", null, "VOID", null], ["V12", "64.00", "EUR", "2026-10-11", "eta", null, "VOID", null], { outcome: "excluded", reason: "voided" }),
    { outcome: "rejected", rawText: "R13;abc;EUR;11.10.2026;Eta;;OK;", line: 14, reason: 'amount: "abc" is no amount' },
    left(["U14", "999,99", "EUR", "12.10.2026", "Iota", null, "OK", null], ["U14", "999.99", "EUR", "2026-10-12", "iota", null, "OK", null], { nearest: 12, failed: { ref: ["U14", "K", null], amount: ["999.99", "9.01", "-990.98"], party: ["iota", "kappa", null] } }),
    left(["K", "5,00", "EUR", "12.10.2026", "Kappa", null, "OK", null], ["K", "5.00", "EUR", "2026-10-12", "kappa", null, "OK", null]),
    left(["K", "9,00", "EUR", "12.10.2026", "Kappa", null, "OK", null], ["K", "9.00", "EUR", "2026-10-12", "kappa", null, "OK", null]),
    left(["M", "1,00", "EUR", "13.10.2026", "My", null, "OK", null], ["M", "1.00", "EUR", "2026-10-13", "my", null, "OK", null]),
    left(["M", "2,00", "EUR", "13.10.2026", "My", null, "OK", null], ["M", "2.00", "EUR", "2026-10-13", "my", null, "OK", null]),
    left(["D19", "12,00", "USD", "14.10.2026", "Ny", null, "OK", null], ["D19", "12.00", "USD", "2026-10-14", "ny", null, "OK", null]),
  ];
}

// prettier-ignore
function rightRecords(): DeclaredRecord[] {
  return [
    right(["100", null, "1100.00", "2026-10-01", "ALPHA", null, "n/a"], ["100", "1100.00", "2026-10-01", "alpha", null, null]),
    right(["101", null, "249", "2026-10-02", "Beta", null, null], ["101", "249.00", "2026-10-02", "beta", null, null]),
    right(["DUP", null, "10.00", "2026-10-05", "Theta", null, null], ["DUP", "10.00", "2026-10-05", "theta", null, null]),
    right(["G4", "5.00", "80.00", "2026-10-08", "Délta", null, "4"], ["G4", "75.00", "2026-10-08", "delta", null, "4"]),
    right(["Y8", null, "33.00", "2026-10-20", "Epsilon GmbX", null, null], ["Y8", "33.00", "2026-10-20", "epsilon gmbx", null, null]),
    right(["Q6", null, "100.00", "2026-10-09", "Shop", "77", null], ["Q6", "100.00", "2026-10-09", "shop", "77", null]),
    right(["Q7", null, "195.00", "2026-10-09", "Shop", "77", null], ["Q7", "195.00", "2026-10-09", "shop", "77", null]),
    right(["S8", null, "20.00", "2026-10-10", "Zeta", null, null], ["S8", "20.00", "2026-10-10", "zeta", null, null]),
    right(["W9", "17.50", null, "2026-10-15", "Xi", null, null], ["W9", "-17.50", "2026-10-15", "xi", null, null], { nearest: 17, failed: { ref: ["M", "W9", null], amount: ["1.00", "-17.50", "-18.50"], booked: ["2026-10-13", "2026-10-15", "2"], party: ["my", "xi", null] } }),
    { outcome: "rejected", rawText: "T10,1,2,2026-10-11,x,,,,extra", line: 11, reason: "9 cells instead of 7" },
    right(["K", null, "5.01", "2026-10-12", "Kappa", null, null], ["K", "5.01", "2026-10-12", "kappa", null, null]),
    right(["K", null, "9.01", "2026-10-12", "Kappa", null, null], ["K", "9.01", "2026-10-12", "kappa", null, null]),
    right(["M", null, "3.00", "2026-10-13", "My", null, null], ["M", "3.00", "2026-10-13", "my", null, null]),
  ];
}
