/**
 * Converting cells to canonical values while loading. Each field has a narrow conversion that covers nearly every value at full speed and
 * accepts a subset of the grammar of docs/matching.md, section 2; what it misses is NULL here and takes the second, exact path.
 */
import type { ColumnRef, Field, SourceOptions } from "../plan/schema.ts";
import type { Side } from "../plan/vocabulary.ts";
import type { Expr } from "../dialect/nodes.ts";
import {
  and,
  call,
  cast,
  dateType,
  decimal,
  decimalType,
  eq,
  integer,
  isNotNull,
  isNull,
  nullOf,
  or,
  text,
  textType,
  tryCast,
  when,
} from "../dialect/build.ts";
import type { FieldLayout } from "./layout.ts";
import { extractText, normalise } from "./normalise.ts";

/** The cells a field is made from on one side, as expressions over the raw columns; a `{debit, credit}` pair has two. */
export interface Conversion {
  readonly cells: readonly Expr[];
  /** The canonical value, or NULL where a cell is NULL or the narrow conversion does not cover it. */
  readonly narrow: Expr;
  /** Whether a cell is there but the narrow conversion does not cover it; undefined when it covers everything. */
  readonly missed?: Expr;
  /** The value is as good as the raw cell itself: read from it whenever it is needed, it has no column of its own. */
  readonly inPlace?: true;
}

export interface ConversionInput {
  readonly field: Field;
  readonly layout: FieldLayout;
  readonly side: Side;
  readonly options: SourceOptions;
  /** Whether cells can be empty texts, as JSON and Parquet have them; elsewhere an empty cell is NULL. */
  readonly emptyTexts: boolean;
  /** The raw column of a header. */
  readonly cell: (header: string) => Expr;
}

export function conversion(input: ConversionInput): Conversion {
  const ref = input.field[input.side] ?? input.layout.name;
  switch (input.field.type) {
    case "text":
      return textConversion(input, ref);
    case "number":
    case "money":
      return amountConversion(input, ref);
    case "currency":
      return missable(singleCell(ref, input.cell), (cell) =>
        when([[call("regexFullMatch", cell, text("[A-Z]{3}")), cell]]),
      );
    case "date":
      return missable(singleCell(ref, input.cell), (cell) => narrowDate(cell, input.options));
  }
}

function textConversion(input: ConversionInput, ref: ColumnRef): Conversion {
  const cell = singleCell(ref, input.cell);
  const steps = input.field.normalise ?? [];
  if (steps.length > 0) return { cells: [cell], narrow: normalise(cell, steps) };
  const canBeEmpty = input.emptyTexts || cell.kind !== "column";
  const narrow = canBeEmpty ? call("nullIfEmpty", cell) : cell;
  return { cells: [cell], narrow, ...(cell.kind === "call" ? {} : { inPlace: true }) };
}

function missable(cell: Expr, convert: (cell: Expr) => Expr): Conversion {
  const narrow = convert(cell);
  return { cells: [cell], narrow, missed: and(isNotNull(cell), isNull(narrow)) };
}

function singleCell(ref: ColumnRef, cell: (header: string) => Expr): Expr {
  if (typeof ref === "string") return cell(ref);
  if ("value" in ref) return text(ref.value);
  if ("debit" in ref) throw new Error("a debit and credit pair is not one cell");
  return ref.extract === undefined ? cell(ref.column) : extractText(cell(ref.column), ref.extract);
}

function amountConversion(input: ConversionInput, ref: ColumnRef): Conversion {
  const negative = input.field.negate === "both" || input.field.negate === input.side;
  const signed = (value: Expr): Expr => (negative ? call("negate", value) : value);
  if (typeof ref === "object" && "debit" in ref) {
    const debit = missable(input.cell(ref.debit), (cell) => narrowDecimal(cell, input, 0));
    const credit = missable(input.cell(ref.credit), (cell) => narrowDecimal(cell, input, 0));
    const known = or(isNotNull(debit.narrow), isNotNull(credit.narrow));
    const missed = or(debit.missed!, credit.missed!);
    const zero = cast(integer(0), decimalType(18, input.layout.decimal!.scale));
    const difference = call("subtract", call("coalesce", credit.narrow, zero), call("coalesce", debit.narrow, zero));
    const type = decimalType(input.layout.decimal!.width, input.layout.decimal!.scale);
    return {
      cells: [...debit.cells, ...credit.cells],
      missed,
      narrow: when([[and(known, call("not", missed)), tryCast(signed(difference), type)]]),
    };
  }
  const minorUnits = typeof ref === "object" && "column" in ref ? (ref.minorUnits ?? 0) : 0;
  return missable(singleCell(ref, input.cell), (cell) => signed(narrowDecimal(cell, input, minorUnits)));
}

/** Decimals without blanks, signs behind, brackets or currency marks, that fit 18 digits at the field's scale. */
function narrowDecimal(cell: Expr, input: ConversionInput, minorUnits: number): Expr {
  const { scale } = input.layout.decimal!;
  if (scale > 17) return nullOf(decimalType(18, 18));
  const type = decimalType(18, scale);
  const whole = 18 - scale;
  if (minorUnits > 0) {
    const units = tryCast(cell, decimalType(18 - minorUnits, 0));
    const scaled = call("multiply", units, decimal(`0.${"0".repeat(minorUnits - 1)}1`));
    return when([[call("regexFullMatch", cell, text(`-?[0-9]{1,${18 - minorUnits}}`)), tryCast(scaled, type)]]);
  }
  const mark = input.options.decimal ?? ".";
  const thousands = input.options.thousands;
  const groups = thousands === undefined ? "" : `|[0-9]{1,3}(${escape(thousands)}[0-9]{3})+`;
  const fraction = scale === 0 ? "" : `(${escape(mark)}[0-9]{1,${scale}})?`;
  const pattern = `-?([0-9]{1,${whole}}${groups})${fraction}`;
  const ungrouped = thousands === undefined ? cell : call("translate", cell, text(thousands), text(""));
  const plain = mark === "." ? ungrouped : call("translate", ungrouped, text(mark), text("."));
  const value = tryCast(plain, type);
  const matched = when([[call("regexFullMatch", cell, text(pattern)), value]]);
  // A text that the value gives back is written the plain way; telling so costs half of what the expression does.
  return mark === "." && thousands === undefined ? when([[eq(cast(value, textType), cell), value]], matched) : matched;
}

const escape = (mark: string): string => (mark === "." ? "\\." : mark);

const isoDate = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
const timeOfDay = String.raw`[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?`;

/** ISO dates; with a time as well, as long as no zone can move the day. Plain dates are told without the dear expression. */
function narrowDate(cell: Expr, options: SourceOptions): Expr {
  const plain = tryCast(cell, dateType);
  return when([[eq(cast(plain, textType), cell), plain]], narrowInstant(cell, options));
}

function narrowInstant(cell: Expr, options: SourceOptions): Expr {
  const zone = options.timeZone === undefined ? "(Z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?" : "";
  const day = tryCast(call("leftPart", cell, integer(10)), dateType);
  // Year 0 is a date to the engine but not to us; DuckDB reads it as 1 BC.
  const sensible = call("greaterOrEqual", day, tryCast(text("0001-01-01"), dateType));
  return when([[and(call("regexFullMatch", cell, text(`${isoDate}(${timeOfDay}${zone})?`)), sensible), day]]);
}
