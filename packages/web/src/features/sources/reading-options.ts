import { t } from "@lingui/core/macro";
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

const text: readonly ReadingOption[] = [{ name: "encoding", label: t`Encoding`, kind: "choice" }];
const table: readonly ReadingOption[] = [{ name: "headerRow", label: t`Header row`, kind: "number" }];
const separated: readonly ReadingOption[] = [
  { name: "delimiter", label: t`Delimiter`, kind: "choice" },
  { name: "quote", label: t`Quote`, kind: "choice" },
];
const values: readonly ReadingOption[] = [
  { name: "decimal", label: t`Decimal mark`, kind: "choice" },
  { name: "thousands", label: t`Thousands separator`, kind: "choice" },
  { name: "dateOrder", label: t`Date order`, kind: "choice" },
  { name: "timeZone", label: t`Time zone of instants`, kind: "text" },
];
const records: readonly ReadingOption[] = [{ name: "records", label: t`Property of the records`, kind: "text" }];

const byFormat: Readonly<Record<string, readonly ReadingOption[]>> = {
  csv: [...text, ...separated, ...table, ...values],
  tsv: [...text, ...separated, ...table, ...values],
  xlsx: [{ name: "sheet", label: t`Sheet`, kind: "choice" }, ...table, ...values],
  json: [...text, ...records, ...values],
  ndjson: [...text, ...values],
  parquet: values,
};

/** What can be said about reading a file of a format. */
export const optionsFor = (format: string): readonly ReadingOption[] => byFormat[format] ?? values;

const plain = (value: string): Choice => ({ value, label: value });
const point: Choice = { value: ".", label: t`point .` };
const comma: Choice = { value: ",", label: t`comma ,` };

const choices: Readonly<Partial<Record<OptionName, readonly Choice[]>>> = {
  encoding: ["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1", "iso-8859-15"].map(plain),
  delimiter: [
    comma,
    { value: ";", label: t`semicolon ;` },
    { value: "\t", label: t`tab` },
    { value: "|", label: t`bar |` },
    { value: ":", label: t`colon :` },
  ],
  quote: [
    { value: '"', label: t`double "` },
    { value: "'", label: t`single '` },
  ],
  decimal: [point, comma],
  thousands: [point, comma, { value: " ", label: t`space` }, { value: "'", label: t`apostrophe '` }],
  dateOrder: [
    { value: "dmy", label: t`day, month, year` },
    { value: "mdy", label: t`month, day, year` },
    { value: "ymd", label: t`year, month, day` },
  ],
};

export const choicesOf = (name: OptionName, sheets: readonly string[]): readonly Choice[] =>
  name === "sheet" ? sheets.map(plain) : (choices[name] ?? []);
