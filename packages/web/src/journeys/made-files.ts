import writeXlsxFile from "write-excel-file/node";

/** What is known of the files below before anything reads them. */
export const truth = {
  left: { rows: 3_012, rejected: 7 },
  right: { rows: 3_020 },
  /** Same reference on both sides. */
  shared: 2_990,
  /** Of those: amounts that disagree, some of them by a few cents only. */
  differing: 40,
  byCents: 16,
  onlyLeft: 15,
  onlyRight: 30,
} as const;

interface MadeFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const day = (i: number): number => 1 + (i % 28);
const two = (n: number): string => String(n).padStart(2, "0");
const cents = (i: number): number => 1_000 + i * 137;
const decimal = (n: number): string => `${Math.floor(n / 100)}.${two(n % 100)}`;

/** A bank's export: semicolons, decimal commas, days first, seven lines that are no records. */
export function madeBank(): MadeFile {
  const line = (reference: string, i: number): string =>
    `${two(day(i))}.10.2026;${decimal(cents(i)).replace(".", ",")};EUR;${reference}`;
  const lines = [
    ...Array.from({ length: truth.shared }, (_, i) => line(`RE-${10_000 + i}`, i)),
    ...Array.from({ length: truth.onlyLeft }, (_, i) => line(`LX-${i}`, i)),
  ];
  for (let i = 0; i < truth.left.rejected; i++) lines.splice(i * 400 + 5, 0, `page ${i + 1}`);
  const text = `Booked;Amount;Currency;Reference\n${lines.join("\n")}\n`;
  return { name: "bank.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
}

/** A ledger made for reading: three rows stand above the column names. */
export async function madeLedger(): Promise<MadeFile> {
  const text = (...cells: readonly string[]) => cells.map((value) => ({ value }));
  const off = (i: number): number => (i >= truth.differing ? 0 : i < truth.byCents ? 3 : 250);
  const row = (reference: string, i: number, difference: number) =>
    text(`2026-10-${two(day(i))}`, reference, decimal(cents(i) + difference), "EUR");
  const buffer = await writeXlsxFile([
    text("General ledger"),
    text("Period", "October 2026"),
    [],
    text("Posted", "Reference", "Amount", "Currency"),
    ...Array.from({ length: truth.shared }, (_, i) => row(`RE-${10_000 + i}`, i, off(i))),
    ...Array.from({ length: truth.onlyRight }, (_, i) => row(`RX-${i}`, i, 1_000_000)),
  ]).toBuffer();
  const mimeType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return { name: "ledger.xlsx", mimeType, buffer };
}

/** Names that all look at each other: a run over them has millions of pairs to score, and time to be cancelled. */
export function madeNames(rows: number): MadeFile {
  const lines = Array.from({ length: rows }, (_, i) => `${i},Company ${(i * 7919) % 104_729} of ${i % 97},1`);
  return {
    name: "names.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`id,name,batch\n${lines.join("\n")}\n`),
  };
}
