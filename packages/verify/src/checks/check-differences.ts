/** differences.parquet: exactly the fields in which the members of `differs` groups differ, with values and deltas. */
import type { ParquetFile } from "../parquet/parquet-file.ts";
import { readBatches } from "../parquet/read-table.ts";
import { integerAt, textAt } from "../parquet/vector.ts";
import { deltaOf } from "../records/field-values.ts";
import { PairDictionary } from "../records/pair-dictionary.ts";
import { DIFFERS } from "../records/record-set.ts";
import type { CheckLog } from "../report.ts";
import { NO_GROUP } from "../result/group-table.ts";
import { tableColumns } from "../result/result-folder.ts";
import type { GroupedModel } from "../result/result-model.ts";
import { differingFields, type PassRules } from "../rules/pass-rules.ts";

const FILE = "differences.parquet";

/** How many valid rows each group has. */
export async function checkDifferences(
  model: GroupedModel,
  input: { file: ParquetFile; rules: readonly PassRules[]; log: CheckLog },
): Promise<Uint32Array> {
  const { file, rules, log } = input;
  const counts = new Uint32Array(model.groups.count);
  const seen = new PairDictionary();
  const names = [...model.fields.keys()];
  for await (const batch of readBatches(file, tableColumns[FILE])) {
    const groupIds = batch.numbers("group_id");
    const [fields, delta] = [batch.texts("field"), batch.texts("delta")];
    const [left, right] = [batch.texts("left_value"), batch.texts("right_value")];
    for (let at = 0; at < batch.rowCount; at++) {
      const groupId = integerAt(groupIds, at) ?? 0;
      const group = model.groups.indexOf(groupId);
      const field = textAt(fields, at) ?? "";
      const stated = { left: textAt(left, at), right: textAt(right, at), delta: textAt(delta, at) };
      const fault = group === NO_GROUP ? "there is no such group" : faultOf(model, rules, { group, field, stated });
      const before = seen.size;
      if (fault) log.find("matches", `${field}: ${fault}`, { file: FILE, groupId });
      else if (seen.intern(group + 1, names.indexOf(field) + 1) < before) {
        log.find("matches", `${field} stands twice`, { file: FILE, groupId });
      } else counts[group]!++;
    }
  }
  return counts;
}

interface Stated {
  readonly left: string | null;
  readonly right: string | null;
  readonly delta: string | null;
}

function faultOf(
  model: GroupedModel,
  rules: readonly PassRules[],
  { group, field, stated }: { group: number; field: string; stated: Stated },
): string | undefined {
  const pass = rules[model.groups.passes[group]!];
  const [left, right] = [model.groups.members("left", group)[0], model.groups.members("right", group)[0]];
  if (!pass || left === undefined || right === undefined || model.records.left.outcomes[left] !== DIFFERS) {
    return "the group is none that differs";
  }
  const differing = differingFields(pass, left, right).find(({ values }) => values.name === field);
  if (!differing) return "the field does not differ";
  const { values } = differing;
  const ids = { left: values.ids.left[left]!, right: values.ids.right[right]! };
  for (const side of ["left", "right"] as const) {
    const text = values.textOf(ids[side]);
    // A value kept without converting is NULL or its text: the format leaves it open.
    if (stated[side] !== text && (ids[side] >= 0 || stated[side] !== values.keptTextOf(ids[side]))) {
      return `the ${side} value is ${text ?? "NULL"}`;
    }
  }
  const delta = deltaOf(values, ids.left, ids.right);
  return stated.delta === delta ? undefined : `the delta is ${delta ?? "NULL"}`;
}
