/** Both sides' records: ordinals, hashes, canonical values, exclusions and rejects, each recomputed from `src`. */
import { join } from "node:path";
import { ReconError, sides, type Plan, type Side } from "@recon/core";
import { compileField } from "../canonical/field-converter.ts";
import type { Pace } from "../pace.ts";
import { ParquetFile } from "../parquet/parquet-file.ts";
import { compileExclusion } from "../records/exclusion-rule.ts";
import { FieldValues } from "../records/field-values.ts";
import { readLayout, type RecordLayout } from "../records/record-layout.ts";
import { RecordSet } from "../records/record-set.ts";
import { readRejects, type RejectTable } from "../records/reject-table.ts";
import { ValueReader } from "../records/value-reader.ts";
import type { CheckLog } from "../report.ts";
import { bothSides, type Certificate } from "../result/certificate.ts";
import { describeFault, openTable, recordFiles, requireRegularFile, tableColumns } from "../result/result-folder.ts";
import type { ResultModel } from "../result/result-model.ts";
import { readRecords } from "./read-records.ts";

export interface RecordsInput {
  readonly dir: string;
  readonly plan: Plan;
  readonly certificate: Certificate | undefined;
  readonly log: CheckLog;
  readonly pace: Pace;
}

export interface CheckedRecords {
  readonly model: ResultModel;
  readonly rejects: RejectTable;
  readonly readers: Readonly<Record<Side, readonly ValueReader[]>>;
}

/** `undefined` when a file cannot be read to its end: nothing after it could be checked. */
export async function checkRecords(input: RecordsInput): Promise<CheckedRecords | undefined> {
  const { dir, log } = input;
  const rejects = await loadRejects(dir, log);
  const opened: { file: ParquetFile; layout: RecordLayout; side: Side }[] = [];
  try {
    for (const side of sides) opened.push({ side, ...(await openRecords(input, side)) });
    const [left, right] = opened as [(typeof opened)[0], (typeof opened)[0]];
    return await readBoth(input, { left, right }, rejects);
  } catch (cause) {
    if (!(cause instanceof RecordsFault)) throw cause;
    log.find("records", cause.message, { file: recordFiles[cause.side], side: cause.side });
    return undefined;
  } finally {
    for (const { file } of opened) await file.close();
  }
}

class RecordsFault extends Error {
  readonly side: Side;

  constructor(side: Side, cause: unknown) {
    super(`${recordFiles[side]} cannot be read: ${describeFault(cause)}`, { cause });
    this.side = side;
  }
}

async function loadRejects(dir: string, log: CheckLog): Promise<RejectTable> {
  const none: RejectTable = { left: new Map(), right: new Map() };
  const columns = tableColumns["rejects.parquet"];
  const file = await openTable(dir, "rejects.parquet", { checkLog: log, check: "records", columns });
  if (!file) return none;
  try {
    return await readRejects(file, log);
  } catch (cause) {
    log.find("records", `rejects.parquet cannot be read: ${describeFault(cause)}`, { file: "rejects.parquet" });
    return none;
  } finally {
    await file.close();
  }
}

async function openRecords(
  { dir, plan }: RecordsInput,
  side: Side,
): Promise<{ file: ParquetFile; layout: RecordLayout }> {
  const path = join(dir, recordFiles[side]);
  let file: ParquetFile | undefined;
  try {
    await requireRegularFile(path);
    file = await ParquetFile.open(path);
    return { file, layout: readLayout(file, plan) };
  } catch (cause) {
    await file?.close();
    throw new RecordsFault(side, cause);
  }
}

type Opened = Readonly<Record<Side, { file: ParquetFile; layout: RecordLayout }>>;

async function readBoth(input: RecordsInput, opened: Opened, rejects: RejectTable): Promise<CheckedRecords> {
  const { plan, log } = input;
  const fields = new Map(Object.entries(plan.fields).map(([name, field]) => [name, layOutField(name, field, opened)]));
  const records = bothSides((side) => new RecordSet(side, opened[side].file.rowCount));
  const readers = bothSides((side) => compileReaders(plan, side, { fields, layout: opened[side].layout }));
  for (const side of sides) {
    const { file, layout } = opened[side];
    records[side].header = layout.header;
    const rules = (plan[side]?.exclude ?? []).map((rule) => compileExclusion(rule, fields.get(rule.where.field)!));
    try {
      await readRecords({
        ...input,
        side,
        file,
        layout,
        set: records[side],
        readers: readers[side],
        rules,
        rejects: rejects[side],
      });
    } catch (cause) {
      if (cause instanceof ReconError || input.pace.cancelled) throw cause;
      throw new RecordsFault(side, cause);
    }
    log.note("records", `${file.rowCount} ${side}`);
  }
  return { model: { plan, fields, records }, rejects, readers };
}

function layOutField(name: string, field: Plan["fields"][string], opened: Opened): FieldValues {
  const scale = Math.max(...sides.map((side) => opened[side].layout.scales.get(name)!));
  return new FieldValues(name, field, { scale, rows: bothSides((side) => opened[side].file.rowCount) });
}

function compileReaders(
  plan: Plan,
  side: Side,
  { fields, layout }: { fields: ReadonlyMap<string, FieldValues>; layout: RecordLayout },
): ValueReader[] {
  const options = plan[side]?.options ?? {};
  return [...fields.values()].map((values) => {
    const { name, field } = values;
    const converter = compileField({ name, field, side, header: layout.header, options });
    return new ValueReader(converter, values, layout.scales.get(name)!);
  });
}
