/** Writes the example's files: `node --conditions=source examples/payouts-orders/generate.ts [FOLDER]`. */
import { CaseBook, formatTruth } from "../generator/case-book.ts";
import { csvLine, csvText, encodeUtf8 } from "../generator/csv.ts";
import { createRandom } from "../generator/random.ts";
import { writeFiles, type GeneratedFiles } from "../generator/write-files.ts";
import { counts, kinds } from "./cases.ts";
import { plants, plantTerminal, type Terminal } from "./plant.ts";
import { orderCells, orderHeader, payoutCells, payoutHeader, style, type Order, type Payout } from "./rows.ts";

const terminals: Terminal[] = ["T01", "T02", "T03", "T04", "T05", "T06"].map((terminal, at) => ({
  terminal,
  currency: at < 4 ? "EUR" : "CHF",
  firstId: 500 + at * 31,
  shortDay: [9, 24, 17][at] ?? -1, // the 25th: the clocks go back
}));

/** The provider's report, the shop's orders and the truth. */
export function generatePayoutsOrders(): GeneratedFiles {
  const random = createRandom(20_261_101);
  const book = new CaseBook<Payout, Order>(kinds);
  let id = 100;
  for (const kind of Object.keys(counts) as (keyof typeof counts)[]) {
    for (let left = counts[kind]; left > 0; left--) plants[kind](random, book, id++);
  }
  for (const terminal of terminals) plantTerminal(random, book, { ...terminal, firstId: terminal.firstId + id });
  const payouts = random.shuffle(book.left).sort((a, b) => a.day - b.day);
  const orders = random.shuffle(book.right).sort((a, b) => a.minute - b.minute);
  const report = [payoutHeader, ...payouts.map(payoutCells)];
  const exported = [orderHeader, ...orders.map((order, at) => orderCells(order, 730_001 + at))];
  return {
    "payouts.csv": encodeUtf8(
      csvText(
        report.map((cells) => csvLine(cells, style)),
        style,
      ),
    ),
    "orders.csv": encodeUtf8(
      csvText(
        exported.map((cells) => csvLine(cells, style)),
        style,
      ),
    ),
    "truth.json": encodeUtf8(formatTruth(book.truth(payouts, orders))),
  };
}

if (import.meta.main) writeFiles(generatePayoutsOrders(), import.meta.dirname);
