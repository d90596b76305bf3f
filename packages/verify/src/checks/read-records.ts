/** One side's file, row group by row group, into the columns of a `RecordSet`; every cell is recomputed on the way. */
import { outcomes, type Side } from "@recon/core";
import type { Pace } from "../pace.ts";
import type { ParquetFile } from "../parquet/parquet-file.ts";
import { ParquetFault } from "../parquet/parquet-fault.ts";
import { readBatches, type Batch } from "../parquet/read-table.ts";
import { integerAt, NULL_PARENT, PRESENT, type BytesVector } from "../parquet/vector.ts";
import { ContentHasher, hashOfText } from "../records/content-hash.ts";
import { TextCodes } from "../records/text-codes.ts";
import type { ExclusionRule } from "../records/exclusion-rule.ts";
import type { RecordLayout } from "../records/record-layout.ts";
import { EXCLUDED, HASH_BYTES, REJECTED, type RecordSet } from "../records/record-set.ts";
import type { Reject } from "../records/reject-table.ts";
import type { ValueReader } from "../records/value-reader.ts";
import type { CheckLog } from "../report.ts";
import type { Certificate } from "../result/certificate.ts";
import { recordFiles } from "../result/result-folder.ts";

export interface SideInput {
  readonly side: Side;
  readonly file: ParquetFile;
  readonly layout: RecordLayout;
  readonly set: RecordSet;
  readonly readers: readonly ValueReader[];
  readonly rules: readonly ExclusionRule[];
  readonly rejects: ReadonlyMap<number, Reject>;
  readonly certificate: Certificate | undefined;
  readonly log: CheckLog;
  readonly pace: Pace;
}

type Report = (row: number, message: string) => void;

export async function readRecords(input: SideInput): Promise<void> {
  const { file, layout, readers, side, pace, log, set } = input;
  const fields = readers.map((reader) => reader.values.name);
  const names = ["row_id", "content_hash", "outcome", "group_id", "reason", ...fields, ...layout.sourceColumns];
  const hasher = new ContentHasher();
  const report: Report = (row, message) =>
    log.find("records", message, { file: recordFiles[side], side, rowId: row + 1 });
  for await (const batch of readBatches(file, names)) {
    await pace.step(`records ${side}`, batch.firstRow, file.rowCount);
    readOutcomes(batch, input, report);
    const source = layout.sourceColumns.map((name) => batch.texts(name));
    checkHashes(batch, { source, input, hasher }, report);
    for (const reader of readers) readField(batch, { reader, source, input }, report);
    checkExclusions(batch, input, report);
  }
  for (const rowId of input.rejects.keys()) {
    if (rowId > set.rowCount || set.outcomes[rowId - 1] !== REJECTED) {
      log.find("records", "a record that is not rejected stands among the rejects", {
        file: "rejects.parquet",
        side,
        rowId,
      });
    }
  }
}

function readOutcomes(batch: Batch, { set }: SideInput, report: Report): void {
  const [rowIds, groupIds] = [batch.numbers("row_id"), batch.numbers("group_id")];
  const [outcomeTexts, reasons] = [batch.texts("outcome"), batch.texts("reason")];
  const codes = new TextCodes(outcomes);
  for (let at = 0; at < batch.rowCount; at++) {
    const row = batch.firstRow + at;
    if (integerAt(rowIds, at) !== row + 1) report(row, "row_id is not the next ordinal");
    const code = codes.codeAt(outcomeTexts, at);
    if (code < 0) report(row, "there is no such outcome");
    set.outcomes[row] = code < 0 ? REJECTED : code;
    const groupId = integerAt(groupIds, at) ?? 0;
    if (groupIds.nulls[at] === PRESENT && !(groupId >= 1 && groupId < 2 ** 31)) report(row, "group_id is out of range");
    else set.groupIds[row] = groupId;
    if (reasons.nulls[at] === PRESENT) {
      const start = reasons.starts[at]!;
      set.reasonIds[row] = set.reasons.intern(reasons.heap, start, start + reasons.lengths[at]!);
    }
  }
}

function checkHashes(
  batch: Batch,
  { source, input, hasher }: { source: readonly BytesVector[]; input: SideInput; hasher: ContentHasher },
  report: Report,
): void {
  const { set, rejects } = input;
  const stated = batch.texts("content_hash");
  const first = source[0]!;
  for (let at = 0; at < batch.rowCount; at++) {
    const row = batch.firstRow + at;
    const hash = sha256Text(stated, at);
    if (hash === null) {
      report(row, "content_hash is no sha256");
      continue;
    }
    set.hashes.write(hash, row * HASH_BYTES, "hex");
    const sourceNull = first.nulls[at] === NULL_PARENT;
    if (set.outcomes[row] === REJECTED) {
      if (!sourceNull) report(row, "a rejected record has src");
      const reject = rejects.get(row + 1);
      if (!reject) report(row, "a rejected record is not among the rejects");
      else if (hashOfText(reject.text) !== hash) report(row, "content_hash is not that of the reject's text");
      if (reject && reject.reason !== set.reasonOf(row)) report(row, "the reject's reason is another");
    } else if (sourceNull) report(row, "src is NULL, but the record is not rejected");
    else if (hasher.ofRow(source, at) !== hash) report(row, "content_hash is not that of src");
  }
}

function readField(
  batch: Batch,
  { reader, source, input }: { reader: ValueReader; source: readonly BytesVector[]; input: SideInput },
  report: Report,
): void {
  const { set, side } = input;
  const canonical = batch.column(reader.values.name);
  const ids = reader.values.ids[side];
  if (canonical.rowCount !== batch.rowCount) throw new ParquetFault("columns of different lengths");
  for (let at = 0; at < batch.rowCount; at++) {
    const row = batch.firstRow + at;
    if (set.outcomes[row] === REJECTED) {
      if (canonical.nulls[at] === PRESENT) report(row, `a rejected record has a canonical ${reader.values.name}`);
    } else if (source[0]!.nulls[at] !== NULL_PARENT) {
      ids[row] = reader.read(at, { source, canonical }, (message) => report(row, message));
    }
  }
}

function checkExclusions(batch: Batch, { set, rules, side }: SideInput, report: Report): void {
  for (let row = batch.firstRow; row < batch.firstRow + batch.rowCount; row++) {
    if (set.outcomes[row] === REJECTED) continue;
    const rule = rules.find(({ values, holds }) => holds(values.ids[side][row]!));
    const excluded = set.outcomes[row] === EXCLUDED;
    if (excluded && !rule) report(row, "excluded, but no exclusion of the plan holds");
    else if (!excluded && rule) report(row, `not excluded, but ${JSON.stringify(rule.reason)} holds`);
    else if (excluded && rule && set.reasonOf(row) !== rule.reason)
      report(row, "excluded with another reason than the plan's");
  }
}

/** Its digits need no check of their own: the text is compared with the hash it should be. */
function sha256Text(vector: BytesVector, row: number): string | null {
  if (vector.nulls[row] !== PRESENT || vector.lengths[row] !== 64) return null;
  const start = vector.starts[row]!;
  return vector.heap.toString("latin1", start, start + 64);
}
