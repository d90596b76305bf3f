import type { CaseBook } from "../generator/case-book.ts";
import { day, isoDate } from "../generator/calendar.ts";
import { formatCents } from "../generator/cents.ts";
import { firstNames, surnames } from "../generator/names.ts";
import type { Random } from "../generator/random.ts";
import type { Kind } from "./cases.ts";

/** A row of either file. */
export type Row = { id: string; customer: string; amount: string; currency: string; booked: string; status: string };
/** Both files with their cases. */
export type Book = CaseBook<Row, Row>;

const statuses = ["open", "paid", "overdue"];

/** Adds one case of a kind under the given number. */
export function plant(kind: Kind, random: Random, { book, number }: { book: Book; number: number }): void {
  const row = newRow(random, number);
  const copy = { ...row };
  if (kind === "gone") book.add(kind, [row], []);
  else if (kind === "added") book.add(kind, [], [row]);
  else if (kind === "doubled") book.add(kind, [row], [copy, { ...row }]);
  else if (kind === "twiceInBoth") book.add(kind, [row, { ...row }], [copy, { ...row }]);
  else if (kind === "otherText") {
    const tens = random.int(5, 5_000) * 10;
    book.add(kind, [{ ...row, amount: formatCents(tens) }], [{ ...row, amount: formatCents(tens).slice(0, -1) }]);
  } else book.add(kind, [row], [{ ...row, ...change(kind, row, random) }]);
}

function change(kind: Kind, row: Row, random: Random): Partial<Row> {
  const cents = Number(row.amount.replace(".", ""));
  const amount = formatCents(cents + random.pick([1, -1, 100, 1_000]));
  const status = statuses[(statuses.indexOf(row.status) + 1) % statuses.length]!;
  switch (kind) {
    case "amountChanged":
      return { amount };
    case "statusChanged":
      return { status };
    case "dateChanged":
      return { booked: isoDate(day(2026, 10, random.int(1, 28))) };
    case "twoChanged":
      return { amount, status };
    case "customerGone":
      return { customer: "" };
    default:
      return {};
  }
}

function newRow(random: Random, number: number): Row {
  return {
    id: `A-${number}`,
    customer: `${random.pick(firstNames)} ${random.pick(surnames)}`,
    amount: formatCents(random.int(1_000, 250_000)),
    currency: random.pick(["EUR", "EUR", "EUR", "CHF"]),
    booked: isoDate(day(2026, 9, random.int(1, 30))),
    status: random.pick(statuses),
  };
}
