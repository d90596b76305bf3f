/** Everything a check may need: plan, records, fields and, once read, groups. */
import { ReconError, type Plan, type Side } from "@recon/core";
import type { FieldValues } from "../records/field-values.ts";
import type { RecordSet } from "../records/record-set.ts";
import type { GroupTable } from "./group-table.ts";

export interface ResultModel {
  readonly plan: Plan;
  readonly fields: ReadonlyMap<string, FieldValues>;
  readonly records: Readonly<Record<Side, RecordSet>>;
}

export interface GroupedModel extends ResultModel {
  readonly groups: GroupTable;
}

export function fieldOf(model: ResultModel, name: string): FieldValues {
  const field = model.fields.get(name);
  if (!field) throw new ReconError("PLAN_INVALID", `the plan has no field ${JSON.stringify(name)}`);
  return field;
}

export function roleField(model: ResultModel, role: "amount" | "currency" | "date"): FieldValues | undefined {
  const name = model.plan.roles?.[role];
  return name === undefined ? undefined : fieldOf(model, name);
}

export function otherSide(side: Side): Side {
  return side === "left" ? "right" : "left";
}
