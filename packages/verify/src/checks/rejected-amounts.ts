/** Amounts of rejected records, which only the sources show: they belong to the totals where they can be read. */
import { NO_CURRENCY, type Side } from "@recon/core";
import { formatDecimal, rescale } from "../canonical/decimal.ts";
import type { FieldConverter } from "../canonical/field-converter.ts";
import type { SideSummary } from "../result/certificate.ts";
import { roleField } from "../result/result-model.ts";
import type { CheckedRecords } from "./check-records.ts";

type Cells = readonly (string | null)[];

export class RejectedAmounts {
  readonly #amount: FieldConverter | undefined;
  readonly #currency: FieldConverter | undefined;
  readonly #scale: number;
  readonly #sums = new Map<string, bigint>();
  /** Without a readable amount, the records that are not rejected included. */
  #unknown = 0;

  constructor({ model, readers }: CheckedRecords, side: Side) {
    const amount = roleField(model, "amount");
    const currency = roleField(model, "currency");
    const converterOf = (name: string | undefined) =>
      readers[side].find(({ values }) => values.name === name)?.converter;
    this.#amount = converterOf(amount?.name);
    this.#currency = converterOf(currency?.name);
    this.#scale = amount?.scale ?? 0;
    if (!amount) return;
    const set = model.records[side];
    for (let row = 0; row < set.rowCount; row++) {
      if (set.outcomeOf(row) !== "rejected" && amount.ids[side][row]! <= 0) this.#unknown++;
    }
  }

  /** The cells of a rejected record; `null` when not even they can be read. */
  add(cells: Cells | null): void {
    if (!this.#amount) return;
    const converted = cells && this.#amount.convert((column) => cells[column] ?? null);
    const value = converted?.ok ? converted.value : null;
    const units = value === null || typeof value !== "object" ? null : rescale(value, this.#scale);
    if (!cells || units === null) return void this.#unknown++;
    const code = this.#currencyOf(cells);
    this.#sums.set(code, (this.#sums.get(code) ?? 0n) + units);
  }

  /** What the summary says otherwise. */
  faults({ totals, amountUnknown }: SideSummary): string[] {
    if (!this.#amount) return [];
    const faults: string[] = [];
    if (amountUnknown !== this.#unknown) {
      faults.push(`${this.#unknown} amounts are unknown, the summary says ${amountUnknown}`);
    }
    for (const currency of new Set([...totals.keys(), ...this.#sums.keys()])) {
      const sum = formatDecimal(this.#sums.get(currency) ?? 0n, this.#scale);
      const stated = totals.get(currency)?.get("rejected");
      if (stated !== sum)
        faults.push(`rejected ${currency} adds up to ${sum}, the summary says ${stated ?? "nothing"}`);
    }
    return faults;
  }

  #currencyOf(cells: Cells): string {
    const converted = this.#currency?.convert((column) => cells[column] ?? null);
    return converted?.ok && typeof converted.value === "string" ? converted.value : NO_CURRENCY;
  }
}
