/** Writes the example's files: `node --conditions=source examples/bank-ledger/generate.ts [FOLDER]`. */
import writeExcelFile from "write-excel-file/node";
import { CaseBook, formatTruth } from "../generator/case-book.ts";
import { csvLine, csvText, encodeUtf8, encodeWindows1252 } from "../generator/csv.ts";
import { fixZipTimes } from "../generator/fixed-zip.ts";
import { createRandom } from "../generator/random.ts";
import { writeFiles, type GeneratedFiles } from "../generator/write-files.ts";
import { counts, kinds, type Kind } from "./cases.ts";
import { createDesk } from "./desk.ts";
import { plants } from "./plant.ts";
import {
  bankHeader,
  bankStyle,
  formatBankLine,
  ledgerCells,
  ledgerHeader,
  ledgerStyle,
  type BankLine,
  type LedgerEntry,
} from "./rows.ts";

/** The bank's export, the ledger twice (XLSX and CSV) and the truth. */
export async function generateBankLedger(): Promise<GeneratedFiles> {
  const random = createRandom(20_261_031);
  const desk = createDesk(random);
  const book = new CaseBook<BankLine, LedgerEntry>(kinds);
  for (const kind of Object.keys(counts) as Kind[]) {
    for (let left = counts[kind]; left > 0; left--) plants[kind](desk, book);
  }
  const lines = random.shuffle(book.left).sort((a, b) => a.day - b.day);
  const entries = random.shuffle(book.right).sort((a, b) => a.day - b.day);
  const bank = [csvLine(bankHeader, bankStyle), ...lines.map(formatBankLine)];
  const cells = entries.map(ledgerCells);
  const ledger = [ledgerHeader, ...cells].map((row) => csvLine(row, ledgerStyle));
  return {
    "bank.csv": encodeWindows1252(csvText(bank, bankStyle)),
    "ledger.csv": encodeUtf8(csvText(ledger, ledgerStyle)),
    "ledger.xlsx": await ledgerWorkbook(cells),
    "truth.json": encodeUtf8(formatTruth(book.truth(lines, entries))),
  };
}

async function ledgerWorkbook(rows: string[][]): Promise<Uint8Array> {
  const title = [{ value: "Nordlicht Handels GmbH – account 1200 Bank, October 2026", fontWeight: "bold" as const }];
  const header = ledgerHeader.map((value) => ({ value, fontWeight: "bold" as const }));
  const sheet = [title, [], header, ...rows.map((row) => row.map(workbookCell))];
  const columns = [16, 12, 40, 36, 12, 12, 9].map((width) => ({ width }));
  return fixZipTimes(new Uint8Array(await writeExcelFile(sheet, { sheet: "1200 Bank", columns }).toBuffer()));
}

function workbookCell(text: string, column: number) {
  if (text === "") return null;
  if (column === 1) return { value: new Date(`${text}T00:00:00Z`), type: Date, format: "yyyy-mm-dd" };
  const isAmount = (column === 4 || column === 5) && /^[\d.]+$/.test(text);
  return isAmount ? { value: Number(text), type: Number, format: "#,##0.00" } : { value: text, type: String };
}

if (import.meta.main) writeFiles(await generateBankLedger(), import.meta.dirname);
