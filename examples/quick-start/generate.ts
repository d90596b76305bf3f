/** Writes the example's files: `node --conditions=source examples/quick-start/generate.ts [FOLDER]`. */
import { CaseBook, formatTruth } from "../generator/case-book.ts";
import { csvLine, csvText, encodeUtf8, type CsvStyle } from "../generator/csv.ts";
import { createRandom } from "../generator/random.ts";
import { writeFiles, type GeneratedFiles } from "../generator/write-files.ts";
import { counts, kinds, type Kind } from "./cases.ts";
import { plant, type Row } from "./plant.ts";

const style: CsvStyle = { delimiter: ",", lineEnd: "\n" };
const header = ["id", "customer", "amount", "currency", "booked", "status"] as const;

/** Two small tables that share a key, and the truth. */
export function generateQuickStart(): GeneratedFiles {
  const random = createRandom(20_261_001);
  const book = new CaseBook<Row, Row>(kinds);
  const order = (Object.keys(counts) as Kind[]).flatMap((kind) => Array<Kind>(counts[kind]).fill(kind));
  random.shuffle(order).forEach((kind, at) => plant(kind, random, { book, number: 1_001 + at }));
  const right = random.shuffle(book.right);
  return {
    "old.csv": encodeUtf8(table(book.left)),
    "new.csv": encodeUtf8(table(right)),
    "truth.json": encodeUtf8(formatTruth(book.truth(book.left, right))),
  };
}

function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => header.map((column) => row[column]));
  return csvText(
    [[...header], ...cells].map((line) => csvLine(line, style)),
    style,
  );
}

if (import.meta.main) writeFiles(generateQuickStart(), import.meta.dirname);
