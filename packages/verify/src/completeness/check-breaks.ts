/** breaks.parquet: one row for each left-over record and each `differs` or `suggested` group, and nothing else. */
import { sides, type Side } from "@recon/core";
import type { ParquetFile } from "../parquet/parquet-file.ts";
import { readBatches, type Batch } from "../parquet/read-table.ts";
import { integerAt, PRESENT, textAt, unscaledAt, type Vector } from "../parquet/vector.ts";
import { deltaOf, type FieldValues } from "../records/field-values.ts";
import { DIFFERS, DUPLICATE, UNMATCHED } from "../records/record-set.ts";
import type { CheckLog } from "../report.ts";
import { bothSides } from "../result/certificate.ts";
import { NO_GROUP, STATUS_SUGGESTED } from "../result/group-table.ts";
import { tableColumns } from "../result/result-folder.ts";
import { roleField, type GroupedModel } from "../result/result-model.ts";
import type { PassRules } from "../rules/pass-rules.ts";
import { NearestOracle } from "./nearest-oracle.ts";

const FILE = "breaks.parquet";

export interface BreaksInput {
  readonly model: GroupedModel;
  readonly rules: readonly PassRules[];
  readonly file: ParquetFile;
  readonly log: CheckLog;
}

export async function checkBreaks({ model, rules, file, log }: BreaksInput): Promise<void> {
  const reader = new BreakReader(model, rules, file.leaves.get("amount")?.element.scale ?? 0);
  for await (const batch of readBatches(file, tableColumns[FILE])) {
    for (let at = 0; at < batch.rowCount; at++) {
      for (const fault of reader.faults(batch, at)) {
        log.find("completeness", `row ${batch.firstRow + at + 1}: ${fault}`, { file: FILE });
      }
    }
  }
  reader.reportMissing(log);
}

class BreakReader {
  readonly #model: GroupedModel;
  readonly #scale: number;
  readonly #seen: Readonly<Record<Side, Uint8Array>>;
  readonly #seenGroups: Uint8Array;
  readonly #roles: { readonly [Role in "amount" | "currency" | "date"]: FieldValues | undefined };
  readonly #nearest: NearestOracle;

  constructor(model: GroupedModel, rules: readonly PassRules[], scale: number) {
    this.#model = model;
    this.#nearest = new NearestOracle(model, rules);
    this.#scale = scale;
    this.#seen = bothSides((side) => new Uint8Array(model.records[side].rowCount));
    this.#seenGroups = new Uint8Array(model.groups.count);
    this.#roles = {
      amount: roleField(model, "amount"),
      currency: roleField(model, "currency"),
      date: roleField(model, "date"),
    };
  }

  faults(batch: Batch, at: number): string[] {
    const side = sides.find((name) => name === textAt(batch.texts("side"), at));
    const rowId = integerAt(batch.numbers("row_id"), at);
    const groupId = integerAt(batch.numbers("group_id"), at);
    if (groupId !== null && rowId === null && batch.texts("side").nulls[at] !== PRESENT)
      return this.#groupFaults(batch, at, groupId);
    if (!side || rowId === null || groupId !== null) return ["names neither a record nor a group"];
    return this.#recordFaults(batch, at, { side, rowId });
  }

  #recordFaults(batch: Batch, at: number, { side, rowId }: { side: Side; rowId: number }): string[] {
    const set = this.#model.records[side];
    if (!(rowId >= 1 && rowId <= set.rowCount)) return ["there is no such record"];
    const row = rowId - 1;
    const outcome = set.outcomes[row]!;
    if (outcome !== UNMATCHED && outcome !== DUPLICATE) return [`the ${side} record ${rowId} is not left over`];
    if (this.#seen[side][row]) return [`the ${side} record ${rowId} stands twice`];
    this.#seen[side][row] = 1;
    return [
      ...this.#headFaults(batch, at, { kind: set.outcomeOf(row), breakId: 4 * rowId + (side === "left" ? 0 : 1) }),
      ...this.#valueFaults(batch, at, { side, row }),
      ...this.#nearestFaults(batch, at, { side, row }),
    ];
  }

  /** A group's amount, currency and date are those of its first record, on the left if it has one there. */
  #groupFaults(batch: Batch, at: number, groupId: number): string[] {
    const { groups } = this.#model;
    const group = groups.indexOf(groupId);
    const kind = group === NO_GROUP ? undefined : this.#breakKind(group);
    if (kind === undefined) return [`group ${groupId} is no break`];
    if (this.#seenGroups[group]) return [`group ${groupId} stands twice`];
    this.#seenGroups[group] = 1;
    const head = this.#headFaults(batch, at, { kind, breakId: 4 * groupId + 2 });
    if (integerAt(batch.numbers("nearest"), at) !== null || textAt(batch.texts("failed"), at) !== null)
      head.push("a group has no nearest record");
    const side = groups.memberCount("left", group) > 0 ? "left" : "right";
    if (groups.memberCount(side, group) === 0) return head;
    return [...head, ...this.#valueFaults(batch, at, { side, row: groups.memberAt(side, group, 0) })];
  }

  #headFaults(batch: Batch, at: number, { kind, breakId }: { kind: string; breakId: number }): string[] {
    const faults: string[] = [];
    if (textAt(batch.texts("kind"), at) !== kind) faults.push(`the kind should be ${kind}`);
    if (integerAt(batch.numbers("break_id"), at) !== breakId) faults.push(`break_id should be ${breakId}`);
    return faults;
  }

  #valueFaults(batch: Batch, at: number, { side, row }: { side: Side; row: number }): string[] {
    const { amount, currency, date } = this.#roles;
    const units = amount?.unitsOf(amount.ids[side][row]!) ?? null;
    const day = date?.dayOf(date.ids[side][row]!) ?? null;
    const code = currency?.textOf(currency.ids[side][row]!) ?? null;
    const faults: string[] = [];
    if (!this.#amountIs(batch, at, units)) faults.push("the amount is not the record's");
    if (textAt(batch.texts("currency"), at) !== code) faults.push("the currency is not the record's");
    if (dayAt(batch.column("date"), at) !== day) faults.push("the date is not the record's");
    return faults;
  }

  #amountIs(batch: Batch, at: number, units: bigint | null): boolean {
    const stated = unscaledAt(batch.column("amount"), at);
    if (stated === null || units === null) return stated === null && units === null;
    const own = this.#roles.amount?.scale ?? 0;
    const highest = Math.max(own, this.#scale);
    return stated * 10n ** BigInt(highest - this.#scale) === units * 10n ** BigInt(highest - own);
  }

  #nearestFaults(batch: Batch, at: number, { side, row }: { side: Side; row: number }): string[] {
    const nearest = this.#nearest.nearestOf(side, row);
    if (integerAt(batch.numbers("nearest"), at) !== (nearest === undefined ? null : nearest + 1))
      return [nearest === undefined ? "no record comes near" : `nearest should be ${nearest + 1}`];
    const failed = textAt(batch.texts("failed"), at);
    if (nearest === undefined) return failed === null ? [] : ["without a nearest record nothing failed"];
    const [left, right] = side === "left" ? [row, nearest] : [nearest, row];
    return isListOf(failed, failedFields(this.#model, left, right)) ? [] : ["failed is not what differs"];
  }

  #breakKind(group: number): "suggested" | "differs" | undefined {
    const { groups, records } = this.#model;
    if (groups.statuses[group] === STATUS_SUGGESTED) return "suggested";
    const left = groups.members("left", group)[0];
    return left !== undefined && records.left.outcomes[left] === DIFFERS ? "differs" : undefined;
  }

  reportMissing(log: CheckLog): void {
    for (const side of sides) {
      const set = this.#model.records[side];
      for (let row = 0; row < set.rowCount; row++) {
        const leftOver = set.outcomes[row] === UNMATCHED || set.outcomes[row] === DUPLICATE;
        if (leftOver && !this.#seen[side][row]) {
          log.find("completeness", "a left-over record is missing", { file: FILE, side, rowId: row + 1 });
        }
      }
    }
    for (let group = 0; group < this.#model.groups.count; group++) {
      if (this.#seenGroups[group] || this.#breakKind(group) === undefined) continue;
      log.find("completeness", "a group's break is missing", {
        file: FILE,
        groupId: this.#model.groups.groupIds[group]!,
      });
    }
  }
}

/** Without a date role the column may be of any type, but is NULL. */
function dayAt(column: Vector, at: number): number | null {
  if (column.kind === "number") return integerAt(column, at);
  return column.nulls[at] === PRESENT ? NaN : null;
}

/** What stands in `failed`: every field that differs, with its values; of a value kept without converting its text. */
function failedFields(model: GroupedModel, left: number, right: number): Record<string, string | null>[] {
  return [...model.fields.values()].flatMap((values) => {
    const [l, r] = [values.ids.left[left]!, values.ids.right[right]!];
    if (l === r) return [];
    const shown = (id: number): string | null => values.textOf(id) ?? values.keptTextOf(id);
    return [{ field: values.name, left: shown(l), right: shown(r), delta: deltaOf(values, l, r) }];
  });
}

function isListOf(text: string | null, expected: readonly Record<string, string | null>[]): boolean {
  try {
    const list: unknown = JSON.parse(text ?? "");
    return Array.isArray(list) && JSON.stringify(list.map(inOrder)) === JSON.stringify(expected.map(inOrder));
  } catch {
    return false;
  }
}

/** Entries alike whatever the order of their names. */
function inOrder(entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null) return entry;
  return Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1));
}
