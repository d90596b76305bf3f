import type { FieldType } from "@recon/core";
import type { Cell } from "../source.ts";
import { trimWhiteSpace } from "../white-space.ts";
import type { ColumnProfile, DateProfile, NumberProfile } from "./column-profile.ts";
import { nameSuggests } from "./column-words.ts";
import { isCurrencyCode } from "./currency-codes.ts";
import { DateEvidence, settleDateOrder } from "./date-evidence.ts";
import { DistinctCounter } from "./distinct-counter.ts";
import { inferType } from "./infer-type.ts";
import { NumberEvidence, type NumberStyleCount } from "./number-evidence.ts";

export interface ColumnSettings {
  readonly maxDistinct: number;
  /** Taken as said instead of detected. */
  readonly decimal?: NumberStyleCount["decimal"] | undefined;
  readonly thousands?: NumberStyleCount["thousands"];
}

const SAMPLES = 5;
const SAMPLE_LENGTH = 100;
/** Cells up to this length are remembered, so many of them. */
const SHORT = 100;
const REPEATED = 4096;

/** Gathers what one column holds, cell by cell. */
export class ColumnProfiler {
  #count = 0;
  #nulls = 0;
  #values = 0;
  #currencyCodes = 0;
  #dates = 0;
  /** Cells that come again are looked at once, at the end; turned off in columns where few do. */
  readonly #repeated = new Map<string, { times: number }>();
  #hits = 0;
  #misses = 0;
  #minLength = Infinity;
  #maxLength = 0;
  readonly #samples = new Set<string>();
  readonly #distinct: DistinctCounter;
  readonly #numberEvidence = new NumberEvidence();
  readonly #dateEvidence = new DateEvidence();
  readonly #place: { readonly name: string; readonly index: number };
  readonly #settings: ColumnSettings;

  constructor(place: { readonly name: string; readonly index: number }, settings: ColumnSettings) {
    this.#place = place;
    this.#settings = settings;
    this.#distinct = new DistinctCounter(settings.maxDistinct);
  }

  add(cell: Cell): void {
    this.#count++;
    if (cell === null) this.#nulls++;
    else if (cell.length > SHORT || this.#misses > this.#hits + REPEATED) this.#take(cell, 1);
    else this.#remember(cell);
  }

  #remember(cell: string): void {
    const known = this.#repeated.get(cell);
    if (known !== undefined) {
      known.times++;
      this.#hits++;
      return;
    }
    this.#misses++;
    if (this.#repeated.size >= REPEATED) return this.#take(cell, 1);
    const own = ownCopy(cell);
    this.#repeated.set(own, { times: 1 });
    if (this.#samples.size < SAMPLES) this.#samples.add(own);
  }

  #take(cell: string, times: number): void {
    if (cell.length < this.#minLength) this.#minLength = cell.length;
    if (cell.length > this.#maxLength) this.#maxLength = cell.length;
    this.#distinct.add(cell, times);
    if (this.#samples.size < SAMPLES) this.#samples.add(sampleOf(cell));
    const value = trimWhiteSpace(cell);
    if (value === "") return;
    this.#values += times;
    this.#numberEvidence.add(value, times);
    if (this.#dateEvidence.add(value, times)) this.#dates += times;
    if (value.length === 3 && isCurrencyCode(value.toUpperCase())) this.#currencyCodes += times;
  }

  /** What has been gathered; a decimal mark given here settles what the column by itself leaves open. */
  finish(decimal?: NumberStyleCount["decimal"]): ColumnProfile {
    for (const [cell, { times }] of this.#repeated) this.#take(cell, times);
    this.#repeated.clear();
    const numbers = this.#numberProfile(decimal);
    const dates = this.#dates === 0 ? undefined : this.#dateProfile();
    const { count, isExact, hasDuplicates } = this.#distinct;
    return {
      ...this.#place,
      count: this.#count,
      nulls: this.#nulls,
      values: this.#values,
      distinct: { count, exact: isExact },
      unique: hasDuplicates || this.#nulls > 0 ? false : isExact ? this.#count > 0 : undefined,
      length: this.#count === this.#nulls ? undefined : { min: this.#minLength, max: this.#maxLength },
      samples: [...this.#samples],
      type: this.#inferType(numbers),
      numbers,
      dates,
      currencyCodes: this.#currencyCodes,
    };
  }

  #inferType(numbers: NumberProfile | undefined): FieldType {
    return inferType({
      name: this.#place.name,
      values: this.#values,
      distinct: this.#distinct.count,
      numbers,
      plainIntegers: this.#numberEvidence.plainIntegers,
      longestInteger: this.#numberEvidence.longestInteger,
      dates: this.#dates,
      compactDates: this.#dateEvidence.shapes.compact,
      usualYears: this.#dateEvidence.usualYears,
      currencyCodes: this.#currencyCodes,
    });
  }

  #numberProfile(mark: NumberStyleCount["decimal"] | undefined): NumberProfile | undefined {
    const evidence = this.#numberEvidence;
    const best = evidence.best(mark);
    if (best === undefined) return undefined;
    const { decimal, thousands } = this.#settings;
    const isSaid = decimal !== undefined || thousands !== undefined;
    const style = isSaid ? { decimal: decimal ?? otherMark(thousands), thousands } : best.style;
    const scales = evidence.scaleCounts[style.decimal === "." ? 0 : 1];
    const styles = evidence.counts();
    const converting = styles.find((s) => s.decimal === style.decimal && s.thousands === style.thousands)?.count ?? 0;
    return {
      styles,
      detected: { decimal: style.decimal, thousands: style.thousands, open: !isSaid && best.isOpen },
      converting,
      scale: Math.max(0, scales.length - 1),
      controlTotal: evidence.total(style),
      withCurrency: evidence.withCurrency,
      withLeadingZero: evidence.withLeadingZero,
      moneyHints: {
        name: nameSuggests(this.#place.name, "money"),
        currency: evidence.withCurrency > 0,
        twoDecimals: converting > 0 && (scales[2] ?? 0) >= 0.9 * converting,
      },
    };
  }

  #dateProfile(): DateProfile {
    const { shapes, numeric, withTime } = this.#dateEvidence;
    return { shapes, numeric, withTime, dateOrder: settleDateOrder(numeric) };
  }
}

function otherMark(thousands: NumberStyleCount["thousands"]): NumberStyleCount["decimal"] {
  return thousands === "." ? "," : ".";
}

function sampleOf(cell: string): string {
  return ownCopy(cell.length > SAMPLE_LENGTH ? `${cell.slice(0, SAMPLE_LENGTH - 1)}…` : cell);
}

/** A copy that does not keep the chunk of the file it was cut from in memory. */
function ownCopy(cell: string): string {
  return Buffer.from(cell, "utf16le").toString("utf16le");
}
