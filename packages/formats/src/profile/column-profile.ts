/** What profiling tells about one column. */
import type { FieldType } from "@recon/core";
import type { DetectedDateOrder, NumericDateCounts } from "./date-evidence.ts";
import type { NumberStyleCount } from "./number-evidence.ts";
import type { DateShape } from "./parse-date.ts";

export interface DetectedNumberStyle {
  readonly decimal: NumberStyleCount["decimal"];
  readonly thousands: NumberStyleCount["thousands"];
  /** Both decimal marks fit and mean different numbers: the plan has to say. */
  readonly open: boolean;
}

/** What one column holds. Counts are of records; a *value* is a cell that is neither NULL nor only white space. */
export interface ColumnProfile {
  readonly name: string;
  /** Position in the header, from 0. */
  readonly index: number;
  readonly count: number;
  readonly nulls: number;
  readonly values: number;
  /** Of non-NULL cells; beyond the bound a lower bound, and then not `exact`. */
  readonly distinct: { readonly count: number; readonly exact: boolean };
  /** No cell stands there twice, and none is NULL; undefined where that was beyond the bound. */
  readonly unique: boolean | undefined;
  /** In UTF-16 units, of non-NULL cells. */
  readonly length: { readonly min: number; readonly max: number } | undefined;
  /** The first distinct cells, at most 5, cut at 100 characters. */
  readonly samples: readonly string[];
  readonly type: FieldType;
  readonly numbers: NumberProfile | undefined;
  readonly dates: DateProfile | undefined;
  /** Values that are a currency's code, in any case. */
  readonly currencyCodes: number;
}

/** Present when some value is a number in some style. */
export interface NumberProfile {
  /** Each style with the values that convert in it as money; divide by `values` for the share. */
  readonly styles: readonly NumberStyleCount[];
  readonly detected: DetectedNumberStyle;
  /** Values that convert in the detected style. */
  readonly converting: number;
  /** Most decimals of any value in the detected style. */
  readonly scale: number;
  /** Exact sum of the values that convert in the detected style, as a decimal text. */
  readonly controlTotal: string;
  readonly withCurrency: number;
  readonly withLeadingZero: number;
  readonly moneyHints: { readonly name: boolean; readonly currency: boolean; readonly twoDecimals: boolean };
}

/** Present when some value is a date in some order. */
export interface DateProfile {
  readonly shapes: Readonly<Record<DateShape, number>>;
  readonly numeric: NumericDateCounts;
  readonly withTime: number;
  /** What `a/b/c` values settle; undefined when there are none, or day and month are always the same. */
  readonly dateOrder: DetectedDateOrder | undefined;
}
