/** Writes the example's files: `node --conditions=source examples/customer-migration/generate.ts [FOLDER]`. */
import { CaseBook, formatTruth } from "../generator/case-book.ts";
import { csvLine, csvText, encodeUtf8, encodeWindows1252 } from "../generator/csv.ts";
import { createRandom } from "../generator/random.ts";
import { writeFiles, type GeneratedFiles } from "../generator/write-files.ts";
import { counts, kinds, type Kind } from "./cases.ts";
import { plants } from "./plant.ts";
import { afterHeader, afterStyle, beforeHeader, beforeStyle, type Row } from "./rows.ts";

/** The customer table before and after, and the truth. */
export function generateCustomerMigration(): GeneratedFiles {
  const random = createRandom(20_261_115);
  const book = new CaseBook<Row, Row>(kinds);
  const fates = (Object.keys(counts) as Kind[]).flatMap((kind) => Array<Kind>(counts[kind]).fill(kind));
  let number = 100_000;
  for (const fate of random.shuffle(fates)) plants[fate](random, book, (number += random.int(1, 9)));
  const before = book.left; // in the order of customer numbers
  const after = random.shuffle(book.right);
  return {
    "before.csv": encodeWindows1252(table(beforeHeader, before, beforeStyle)),
    "after.csv": encodeUtf8(table(afterHeader, after, afterStyle)),
    "truth.json": encodeUtf8(formatTruth(book.truth(before, after))),
  };
}

function table(header: string[], rows: readonly Row[], style: typeof beforeStyle): string {
  return csvText(
    [header, ...rows.map((row) => row.cells)].map((cells) => csvLine(cells, style)),
    style,
  );
}

if (import.meta.main) writeFiles(generateCustomerMigration(), import.meta.dirname);
