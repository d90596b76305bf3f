/** Each record is in at most one group, and each group is what its members make it. */
import { sides } from "@recon/core";
import type { Pace } from "../pace.ts";
import type { ParquetFile } from "../parquet/parquet-file.ts";
import { readBatches } from "../parquet/read-table.ts";
import { integerAt } from "../parquet/vector.ts";
import { DIFFERS, EXCLUDED, MATCHED, REJECTED, SUGGESTED } from "../records/record-set.ts";
import type { CheckLog } from "../report.ts";
import { GroupTable, NO_GROUP, STATUS_SUGGESTED } from "../result/group-table.ts";
import { describeFault, openTable, recordFiles, tableColumns, type TableName } from "../result/result-folder.ts";
import type { GroupedModel, ResultModel } from "../result/result-model.ts";
import { checkGroupRows } from "./check-group-rows.ts";
import { checkMembers } from "./check-members.ts";

const FILE = "groups.parquet";

export interface ExclusivityInput {
  readonly dir: string;
  readonly model: ResultModel;
  readonly log: CheckLog;
  readonly pace: Pace;
}

/** `undefined` when groups.parquet cannot be read. */
export async function checkExclusivity(input: ExclusivityInput): Promise<GroupedModel | undefined> {
  const { dir, log, pace, model } = input;
  const grouped = await withTable(dir, FILE, log, async (file) => {
    const { table, indexes } = await readGroupIds(file, input);
    const groupedModel: GroupedModel = { ...model, groups: table };
    await pace.step("groups", 0, table.count);
    await checkGroupRows(groupedModel, { file, indexes, log, pace });
    return groupedModel;
  });
  if (!grouped) return undefined;
  checkRecordsAgainstGroups(grouped, log);
  await withTable(dir, "members.parquet", log, (file) => checkMembers(grouped, file, log));
  log.note("exclusivity", `${grouped.groups.count} groups`);
  return grouped;
}

async function withTable<Value>(
  dir: string,
  name: TableName,
  log: CheckLog,
  use: (file: ParquetFile) => Promise<Value>,
): Promise<Value | undefined> {
  const file = await openTable(dir, name, { checkLog: log, check: "exclusivity", columns: tableColumns[name] });
  if (!file) return undefined;
  try {
    return await use(file);
  } catch (cause) {
    if (cause instanceof DOMException) throw cause;
    log.find("exclusivity", `${name} cannot be read: ${describeFault(cause)}`, { file: name });
    return undefined;
  } finally {
    await file.close();
  }
}

/** Rows of groups.parquet whose group_id is impossible or taken have index NO_GROUP. */
async function readGroupIds(file: ParquetFile, { model, log }: ExclusivityInput) {
  const { left, right } = model.records;
  const highest = left.rowCount + right.rowCount;
  const taken = new Uint8Array(highest + 1);
  const indexes = new Int32Array(file.rowCount).fill(NO_GROUP);
  const groupIds: number[] = [];
  for await (const batch of readBatches(file, ["group_id"])) {
    const column = batch.numbers("group_id");
    for (let at = 0; at < batch.rowCount; at++) {
      const groupId = integerAt(column, at) ?? 0;
      if (!(groupId >= 1 && groupId <= highest)) {
        log.find("exclusivity", `group_id of row ${batch.firstRow + at + 1} is out of range`, { file: FILE });
      } else if (taken[groupId]) log.find("exclusivity", "a group stands twice", { file: FILE, groupId });
      else {
        taken[groupId] = 1;
        indexes[batch.firstRow + at] = groupIds.length;
        groupIds.push(groupId);
      }
    }
  }
  return { table: new GroupTable(Int32Array.from(groupIds), model.records), indexes };
}

/** The outcome of a record must be one that its group, or having none, allows. */
function checkRecordsAgainstGroups(model: GroupedModel, log: CheckLog): void {
  for (const side of sides) {
    const set = model.records[side];
    const groupOf = model.groups.ofRecord[side];
    for (let row = 0; row < set.rowCount; row++) {
      const fault = faultOfRecord(model, {
        group: groupOf[row]!,
        groupId: set.groupIds[row]!,
        outcome: set.outcomes[row]!,
      });
      if (fault) log.find("exclusivity", fault, { file: recordFiles[side], side, rowId: row + 1 });
    }
  }
}

function faultOfRecord(
  { groups }: GroupedModel,
  { group, groupId, outcome }: { group: number; groupId: number; outcome: number },
): string | undefined {
  const needsGroup = outcome === MATCHED || outcome === DIFFERS || outcome === SUGGESTED;
  if (groupId === 0) return needsGroup ? "the outcome wants a group" : undefined;
  if (outcome === REJECTED || outcome === EXCLUDED) return "a record that takes no part has a group";
  if (!needsGroup) return "a left-over record has a group";
  if (group === NO_GROUP) return `groups.parquet has no group ${groupId}`;
  const suggested = groups.statuses[group] === STATUS_SUGGESTED;
  if (suggested !== (outcome === SUGGESTED)) return "the outcome is not that of the group's status";
  return undefined;
}
