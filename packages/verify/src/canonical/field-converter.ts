/** A field's canonical value of one side, computed from the original cells. */
import type { Field, Side, SourceOptions } from "@recon/core";
import { planColumns, type CellReader, type ColumnPlan } from "./column-reader.ts";
import { convertedNull, fault, type Converted } from "./converted.ts";
import type { Decimal } from "./decimal.ts";
import { compileNormalise } from "./normalise-text.ts";
import { parseCurrency } from "./parse-currency.ts";
import { compileDateParser } from "./parse-date.ts";
import { compileNumberParser } from "./parse-number.ts";
import { trimWhiteSpace } from "./white-space.ts";

/** Texts and currencies are strings, numbers and amounts decimals, dates days since 1970-01-01. */
export type CanonicalValue = string | Decimal | number;

export interface FieldConverter {
  readonly name: string;
  readonly field: Field;
  readonly columns: ColumnPlan;
  readonly convert: (cells: CellReader) => Converted<CanonicalValue>;
  /** What stands for a value that did not convert and is kept: the trimmed text, of a pair both. */
  readonly keptText: (cells: CellReader) => string;
  /** The canonical text is the cell itself. */
  readonly verbatim: boolean;
}

export interface ConverterInput {
  readonly name: string;
  readonly field: Field;
  readonly side: Side;
  readonly header: readonly string[];
  readonly options: SourceOptions;
}

export function compileField(input: ConverterInput): FieldConverter {
  const { name, field, side, header } = input;
  const columns = planColumns(field[side] ?? name, header, name);
  const keptText = (cells: CellReader) => {
    const texts = columns.read(cells).map((text) => (text === null ? "" : trimWhiteSpace(text)));
    return texts.length === 1
      ? texts[0]!
      : texts.map((text) => text.replace(/[/\\]/g, (mark) => `\\${mark}`)).join("/");
  };
  const verbatim = field.type === "text" && columns.direct && (field.normalise ?? []).length === 0;
  return { name, field, columns, convert: compileConversion(input, columns), keptText, verbatim };
}

function compileConversion({ field, side, options }: ConverterInput, columns: ColumnPlan): FieldConverter["convert"] {
  const first = (cells: CellReader) => columns.read(cells)[0] ?? null;
  switch (field.type) {
    case "text": {
      const normalise = compileNormalise(field.normalise ?? []);
      return (cells) => ({ ok: true, value: normalise(first(cells)) });
    }
    case "currency":
      return (cells) => parseCurrency(first(cells));
    case "date": {
      const parse = compileDateParser({ dateOrder: options.dateOrder, timeZone: options.timeZone });
      return (cells) => parse(first(cells));
    }
    case "number":
    case "money":
      return compileAmount(field, side, { options, columns });
  }
}

function compileAmount(
  field: Field,
  side: Side,
  { options, columns }: { options: SourceOptions; columns: ColumnPlan },
): FieldConverter["convert"] {
  const { decimal = ".", thousands } = options;
  const parse = compileNumberParser({ money: field.type === "money", decimal, thousands });
  const negative = field.negate === side || field.negate === "both";
  const pair = columns.columns.length === 2;
  return (cells) => {
    const texts = columns.read(cells);
    const parts = texts.map(parse);
    const failed = parts.find((part) => !part.ok);
    if (failed) return failed;
    const values = parts.map((part) => (part.ok ? part.value : null));
    const value = pair ? subtract(values[1] ?? null, values[0] ?? null) : (values[0] ?? null);
    if (value === null) return convertedNull;
    if (columns.minorUnits > 0 && value.scale > 0) return fault("an integer of minor units");
    const scale = value.scale + columns.minorUnits;
    return { ok: true, value: { units: negative ? -value.units : value.units, scale } };
  };
}

/** Credit minus debit; NULL counts as zero unless both are NULL. */
function subtract(credit: Decimal | null, debit: Decimal | null): Decimal | null {
  if (credit === null && debit === null) return null;
  const scale = Math.max(credit?.scale ?? 0, debit?.scale ?? 0);
  const at = (value: Decimal | null) => (value === null ? 0n : value.units * 10n ** BigInt(scale - value.scale));
  return { units: at(credit) - at(debit), scale };
}
