/** members.parquet: exactly the members of the groups other than confirmed 1:1, once each. */
import { groupKinds, sides } from "@recon/core";
import type { ParquetFile } from "../parquet/parquet-file.ts";
import { readBatches } from "../parquet/read-table.ts";
import { integerAt, textAt } from "../parquet/vector.ts";
import type { CheckLog } from "../report.ts";
import { bothSides } from "../result/certificate.ts";
import { NO_GROUP, STATUS_MATCHED } from "../result/group-table.ts";
import { tableColumns } from "../result/result-folder.ts";
import type { GroupedModel } from "../result/result-model.ts";

const FILE = "members.parquet";

export async function checkMembers(model: GroupedModel, file: ParquetFile, log: CheckLog): Promise<void> {
  const { groups, records } = model;
  const seen = bothSides((side) => new Uint8Array(records[side].rowCount));
  for await (const batch of readBatches(file, tableColumns[FILE])) {
    const [groupIds, rowIds] = [batch.numbers("group_id"), batch.numbers("row_id")];
    const sideTexts = batch.texts("side");
    for (let at = 0; at < batch.rowCount; at++) {
      const side = sides.find((name) => name === textAt(sideTexts, at));
      const [groupId, rowId] = [integerAt(groupIds, at) ?? 0, integerAt(rowIds, at) ?? 0];
      const place = { file: FILE, ...(side ? { side } : {}), rowId, groupId };
      const group = groups.indexOf(groupId);
      if (!side || !(rowId >= 1 && rowId <= records[side].rowCount)) log.find("exclusivity", "no such record", place);
      else if (records[side].groupIds[rowId - 1] !== groupId)
        log.find("exclusivity", "the record names another group", place);
      else if (group === NO_GROUP || !isListed(model, group))
        log.find("exclusivity", "the group needs no members", place);
      else if (seen[side][rowId - 1]) log.find("exclusivity", "a member stands twice", place);
      else seen[side][rowId - 1] = 1;
    }
  }
  for (const side of sides) reportMissing(model, { side, seen: seen[side] }, log);
}

function isListed({ groups }: GroupedModel, group: number): boolean {
  return groups.statuses[group] !== STATUS_MATCHED || groupKinds[groups.kinds[group]!] !== "1:1";
}

function reportMissing(
  model: GroupedModel,
  { side, seen }: { side: "left" | "right"; seen: Uint8Array },
  log: CheckLog,
): void {
  const groupOf = model.groups.ofRecord[side];
  for (let row = 0; row < seen.length; row++) {
    const group = groupOf[row]!;
    if (seen[row] || group === NO_GROUP || !isListed(model, group)) continue;
    const groupId = model.groups.groupIds[group]!;
    log.find("exclusivity", "a member is not listed", { file: FILE, side, rowId: row + 1, groupId });
  }
}
