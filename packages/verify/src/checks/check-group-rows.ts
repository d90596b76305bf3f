/** groups.parquet: each row is recomputed from the records that name the group. */
import { groupKinds, groupStatuses, sides, type GroupKind, type Pass, type Side } from "@recon/core";
import { rescale, type Decimal } from "../canonical/decimal.ts";
import type { Pace } from "../pace.ts";
import type { ParquetFile } from "../parquet/parquet-file.ts";
import { readBatches, type Batch } from "../parquet/read-table.ts";
import { integerAt, PRESENT, unscaledAt } from "../parquet/vector.ts";
import type { FieldValues } from "../records/field-values.ts";
import { DIFFERS } from "../records/record-set.ts";
import { TextCodes } from "../records/text-codes.ts";
import type { CheckLog } from "../report.ts";
import { NO_GROUP } from "../result/group-table.ts";
import { tableColumns } from "../result/result-folder.ts";
import { fieldOf, roleField, type GroupedModel } from "../result/result-model.ts";

const FILE = "groups.parquet";
const decimals = ["left_total", "right_total", "residual"] as const;

export interface GroupRowsInput {
  readonly file: ParquetFile;
  /** Group index of each row of the file. */
  readonly indexes: Int32Array;
  readonly log: CheckLog;
  readonly pace: Pace;
}

export async function checkGroupRows(model: GroupedModel, { file, indexes, log, pace }: GroupRowsInput): Promise<void> {
  const scales = decimals.map((name) => file.leaves.get(name)?.element.scale ?? 0);
  const names = tableColumns[FILE].filter((name) => name !== "explanation");
  for await (const batch of readBatches(file, names)) {
    await pace.step("groups", batch.firstRow, file.rowCount);
    const reader = new GroupRowReader(model, batch, scales);
    for (let at = 0; at < batch.rowCount; at++) {
      const index = indexes[batch.firstRow + at]!;
      if (index === NO_GROUP) continue;
      const groupId = model.groups.groupIds[index]!;
      for (const fault of reader.faults(at, index)) log.find("exclusivity", fault, { file: FILE, groupId });
    }
  }
}

class GroupRowReader {
  readonly #model: GroupedModel;
  readonly #batch: Batch;
  readonly #scales: readonly number[];
  readonly #codes: Readonly<Record<"kind" | "status" | "pass", TextCodes>>;
  readonly #totalFields: readonly (FieldValues | undefined)[];

  constructor(model: GroupedModel, batch: Batch, scales: readonly number[]) {
    const { passes } = model.plan;
    this.#model = model;
    this.#batch = batch;
    this.#scales = scales;
    this.#codes = {
      kind: new TextCodes(groupKinds),
      status: new TextCodes(groupStatuses),
      pass: new TextCodes(passes.map((pass) => pass.name)),
    };
    this.#totalFields = passes.map((pass) => totalField(model, pass));
  }

  faults(at: number, index: number): string[] {
    const { groups, plan } = this.#model;
    const kind = this.#code("kind", at);
    const status = this.#code("status", at);
    const passIndex = this.#code("pass", at);
    if (kind >= 0) groups.kinds[index] = kind;
    if (status >= 0) groups.statuses[index] = status;
    if (kind < 0 || status < 0 || passIndex < 0) return ["kind, status or pass is unknown"];
    groups.passes[index] = passIndex;
    const pass = plan.passes[passIndex]!;
    const faults: string[] = [];
    this.#judgeShape(at, { index, kind, status, pass }, faults);
    this.#judgeOutcomes(index, faults);
    this.#judgeTotals(at, { index, pass, field: this.#totalFields[passIndex] }, faults);
    return faults;
  }

  #code(name: "kind" | "status" | "pass", at: number): number {
    return this.#codes[name].codeAt(this.#batch.texts(name), at);
  }

  #judgeShape(at: number, row: { index: number; kind: number; status: number; pass: Pass }, faults: string[]): void {
    const { groups } = this.#model;
    const counts = { left: groups.memberCount("left", row.index), right: groups.memberCount("right", row.index) };
    for (const side of sides) {
      const stated = integerAt(this.#batch.numbers(side === "left" ? "left_count" : "right_count"), at);
      if (stated !== counts[side]) faults.push(`${side}_count is not ${counts[side]}`);
    }
    if (counts.left + counts.right === 0) faults.push("the group has no members");
    const confidence = this.#batch.numbers("confidence");
    const stated = confidence.nulls[at] === PRESENT ? Number(confidence.values[at]) : 0;
    if (!(stated >= 0 && stated <= 1)) faults.push("confidence is no probability");
    if (smallestId(this.#model, row.index) !== groups.groupIds[row.index]) {
      faults.push("group_id is not that of its smallest member");
    }
    const kind = groupKinds[row.kind]!;
    if (expectedKind(row.pass, counts) !== kind) faults.push(`kind ${kind} is not that of its members`);
    const statusFault = faultOfStatus(row.pass, groupStatuses[row.status]!, kind);
    if (statusFault) faults.push(statusFault);
  }

  #judgeOutcomes(index: number, faults: string[]): void {
    const { groups, records } = this.#model;
    let found = -1;
    for (const side of sides) {
      for (let at = 0; at < groups.memberCount(side, index); at++) {
        const outcome = records[side].outcomes[groups.memberAt(side, index, at)]!;
        if (found >= 0 && outcome !== found) return void faults.push("the members' outcomes differ");
        found = outcome;
      }
    }
    if (found === DIFFERS && groupKinds[groups.kinds[index]!] !== "1:1") faults.push("only a 1:1 group can differ");
  }

  #judgeTotals(at: number, row: { index: number; pass: Pass; field: FieldValues | undefined }, faults: string[]): void {
    const { index, pass, field } = row;
    const left = field ? sumOf(this.#model, { side: "left", index, field }) : null;
    const right = field ? sumOf(this.#model, { side: "right", index, field }) : null;
    const residual = left === null && right === null ? null : (left ?? 0n) - (right ?? 0n);
    const scale = field?.scale ?? 0;
    for (let position = 0; position < decimals.length; position++) {
      const name = decimals[position]!;
      const expected = name === "residual" ? residual : name === "left_total" ? left : right;
      const stated = unscaledAt(this.#batch.column(name), at);
      // Only a grouped pass has to state a residual; and the sum of nothing may be NULL or zero.
      if (stated === null && (expected === null || (name === "residual" && pass.kind !== "grouped"))) continue;
      const own = { units: stated ?? 0n, scale: this.#scales[position]! };
      if (stated === null || !equalDecimals(own, { units: expected ?? 0n, scale })) {
        faults.push(`${name} is not what the members add up to`);
      }
    }
  }
}

function faultOfStatus(pass: Pass, status: string, kind: GroupKind): string | undefined {
  if (status === "matched") {
    if (pass.suggest === true) return `pass ${pass.name} only suggests`;
    const pairs = pass.kind === "keyed" || pass.kind === "tolerant" || pass.kind === "similar";
    return pairs && kind !== "1:1" ? `a ${pass.kind} pass confirms pairs only` : undefined;
  }
  return pass.kind === "grouped" && pass.suggest !== true ? "a grouped pass suggests nothing" : undefined;
}

function expectedKind(pass: Pass, { left, right }: Record<Side, number>): GroupKind {
  if (pass.kind === "netted") return "net";
  if (left === 1 && right === 1) return "1:1";
  if (left === 1) return "1:n";
  return right === 1 ? "n:1" : "n:m";
}

/** The smallest left row_id, else the number of left records plus the smallest right row_id. */
function smallestId({ groups, records }: GroupedModel, index: number): number {
  if (groups.memberCount("left", index) > 0) return groups.memberAt("left", index, 0) + 1;
  if (groups.memberCount("right", index) > 0) return records.left.rowCount + groups.memberAt("right", index, 0) + 1;
  return 0;
}

/** Totals are of the field a pass sums, else of the amount role. */
function totalField(model: GroupedModel, pass: Pass): FieldValues | undefined {
  return "sum" in pass ? fieldOf(model, pass.sum.field) : roleField(model, "amount");
}

function sumOf(
  { groups }: GroupedModel,
  { side, index, field }: { side: Side; index: number; field: FieldValues },
): bigint | null {
  let sum: bigint | null = null;
  for (let at = 0; at < groups.memberCount(side, index); at++) {
    const units = field.unitsOf(field.ids[side][groups.memberAt(side, index, at)]!);
    if (units !== null) sum = sum === null ? units : sum + units;
  }
  return sum;
}

function equalDecimals(a: Decimal, b: Decimal): boolean {
  if (a.scale === b.scale) return a.units === b.units;
  const scale = Math.max(a.scale, b.scale);
  return rescale(a, scale) === rescale(b, scale);
}
