import type { SourceOptions } from "@recon/core";

export type OptionName = keyof SourceOptions;

interface ReadingOption {
  readonly name: OptionName;
  readonly label: string;
  readonly kind: "choice" | "number" | "text";
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

const text: readonly ReadingOption[] = [{ name: "encoding", label: "Encoding", kind: "choice" }];
const table: readonly ReadingOption[] = [{ name: "headerRow", label: "Header row", kind: "number" }];
const separated: readonly ReadingOption[] = [
  { name: "delimiter", label: "Delimiter", kind: "choice" },
  { name: "quote", label: "Quote", kind: "choice" },
];
const values: readonly ReadingOption[] = [
  { name: "decimal", label: "Decimal mark", kind: "choice" },
  { name: "thousands", label: "Thousands separator", kind: "choice" },
  { name: "dateOrder", label: "Date order", kind: "choice" },
  { name: "timeZone", label: "Time zone of instants", kind: "text" },
];
const records: readonly ReadingOption[] = [{ name: "records", label: "Property of the records", kind: "text" }];

const byFormat: Readonly<Record<string, readonly ReadingOption[]>> = {
  csv: [...text, ...separated, ...table, ...values],
  tsv: [...text, ...separated, ...table, ...values],
  xlsx: [{ name: "sheet", label: "Sheet", kind: "choice" }, ...table, ...values],
  json: [...text, ...records, ...values],
  ndjson: [...text, ...values],
  parquet: values,
};

/** What can be said about reading a file of a format. */
export const optionsFor = (format: string): readonly ReadingOption[] => byFormat[format] ?? values;

const plain = (value: string): Choice => ({ value, label: value });
const point: Choice = { value: ".", label: "point ." };
const comma: Choice = { value: ",", label: "comma ," };

const choices: Readonly<Partial<Record<OptionName, readonly Choice[]>>> = {
  encoding: ["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1", "iso-8859-15"].map(plain),
  delimiter: [
    comma,
    { value: ";", label: "semicolon ;" },
    { value: "\t", label: "tab" },
    { value: "|", label: "bar |" },
    { value: ":", label: "colon :" },
  ],
  quote: [
    { value: '"', label: 'double "' },
    { value: "'", label: "single '" },
  ],
  decimal: [point, comma],
  thousands: [point, comma, { value: " ", label: "space" }, { value: "'", label: "apostrophe '" }],
  dateOrder: [
    { value: "dmy", label: "day, month, year" },
    { value: "mdy", label: "month, day, year" },
    { value: "ymd", label: "year, month, day" },
  ],
};

export const choicesOf = (name: OptionName, sheets: readonly string[]): readonly Choice[] =>
  name === "sheet" ? sheets.map(plain) : (choices[name] ?? []);
