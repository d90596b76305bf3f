import type { PlanVersionSummary, ProjectId, Reconciliation } from "@recon/api";
import type { z } from "zod";
import { containsText } from "../../store/contains-text.ts";
import { nameKey } from "../../store/name-key.ts";
import { listFingerprint, type Page, type PageRequest, readPage } from "../../store/page.ts";
import type { Store } from "../../store/tables.ts";
import { type ReconciliationRow, toReconciliation } from "./find-reconciliation.ts";

const columns = {
  name: "reconciliations.name_key",
  createdAt: "reconciliations.created_at",
  updatedAt: "reconciliations.updated_at",
} as const;

export async function listReconciliations(
  store: Store,
  projectId: ProjectId,
  request: PageRequest & { readonly status?: "active" | "archived" | undefined },
): Promise<Page<Reconciliation>> {
  const { sort, search, status } = request;
  const column = columns[sort.replace(/^-/, "") as keyof typeof columns];
  const query = store
    .selectFrom("reconciliations")
    .selectAll()
    .select(["reconciliations.id as sort_id", `${column} as sort_value`])
    .where("project_id", "=", projectId)
    .$if(status !== undefined, (all) => all.where("status", "=", status!))
    .$if(search !== undefined, (all) => all.where(containsText("reconciliations.name_key", nameKey(search!))));
  const page = await readPage(
    query,
    { column, id: "reconciliations.id", descending: sort.startsWith("-") },
    { ...request, fingerprint: listFingerprint("reconciliations", projectId, sort, search, status) },
  );
  return { ...page, items: page.items.map(toReconciliation) };
}

export async function listPlanVersions(
  store: Store,
  of: ReconciliationRow,
  request: PageRequest,
): Promise<Page<z.infer<typeof PlanVersionSummary>>> {
  const { sort, search } = request;
  const query = store
    .selectFrom("plan_versions")
    .select(["id", "reconciliation_id", "number", "note", "created_by", "created_at"])
    .select(["plan_versions.id as sort_id", "plan_versions.number as sort_value"])
    .where("reconciliation_id", "=", of.id)
    .$if(search !== undefined, (all) => all.where(containsText("plan_versions.note", search!)));
  const page = await readPage(
    query,
    { column: "plan_versions.number", id: "plan_versions.id", descending: sort.startsWith("-"), isNumeric: true },
    { ...request, fingerprint: listFingerprint("versions", of.id, sort, search) },
  );
  const items = page.items.map((row) => ({
    id: row.id,
    reconciliationId: row.reconciliation_id,
    number: row.number,
    note: row.note,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }));
  return { ...page, items };
}
