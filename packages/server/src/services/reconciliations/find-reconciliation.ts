import type { Selectable } from "kysely";
import { type PlanVersion, Problem, type Reconciliation, type ReconciliationId, type SourceId } from "@recon/api";
import type { Plan } from "@recon/core";
import type { PlanVersionTable, ReconciliationTable } from "../../store/tables/work.ts";
import type { Store } from "../../store/tables.ts";

export type ReconciliationRow = Selectable<ReconciliationTable>;
export type PlanVersionRow = Selectable<PlanVersionTable>;

export async function findReconciliationRow(store: Store, id: ReconciliationId): Promise<ReconciliationRow> {
  const row = await store.selectFrom("reconciliations").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new Problem("NOT_FOUND");
  return row;
}

/** A version of the plan; without a number the newest. */
export async function findPlanRow(
  store: Store,
  of: ReconciliationRow,
  number: number = of.plan_number,
): Promise<PlanVersionRow> {
  const row = await store
    .selectFrom("plan_versions")
    .selectAll()
    .where("reconciliation_id", "=", of.id)
    .where("number", "=", number)
    .executeTakeFirst();
  if (row === undefined)
    throw new Problem("NOT_FOUND", `The plan has no version ${number}; the newest is ${of.plan_number}.`);
  return row;
}

export const sourceIdsOf = (list: string): SourceId[] => JSON.parse(list) as SourceId[];

export function toReconciliation(row: ReconciliationRow): Reconciliation {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    description: row.description,
    status: row.status,
    planVersion: row.plan_number,
    left: sourceIdsOf(row.left_sources),
    right: sourceIdsOf(row.right_sources),
    lastRunId: row.last_run_id,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  };
}

export function toPlanVersion(row: PlanVersionRow): PlanVersion {
  return {
    id: row.id,
    reconciliationId: row.reconciliation_id,
    number: row.number,
    note: row.note,
    text: row.plan_text,
    plan: JSON.parse(row.plan) as Plan,
    createdBy: row.created_by,
    createdAt: row.created_at,
  };
}
