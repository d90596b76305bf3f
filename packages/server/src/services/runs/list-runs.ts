import type { ProjectId, ReconciliationId, Run, RunStatus } from "@recon/api";
import { accessOfRole } from "../../security/access-table.ts";
import type { Actor } from "../../security/actor.ts";
import { containsText } from "../../store/contains-text.ts";
import { nameKey } from "../../store/name-key.ts";
import { listFingerprint, type Page, type PageRequest, readPage } from "../../store/page.ts";
import type { Store } from "../../store/tables.ts";
import { selectRuns, toRuns } from "./find-run.ts";

export interface RunFilter {
  readonly status?: RunStatus | undefined;
  readonly mode: "full" | "preview";
  readonly projectId?: ProjectId | undefined;
  readonly reconciliationId?: ReconciliationId | undefined;
}

/** Runs of all projects that the person may read. */
export async function listRuns(store: Store, actor: Actor, request: PageRequest & RunFilter): Promise<Page<Run>> {
  const { sort, search, status, mode, projectId, reconciliationId } = request;
  const seesAll = accessOfRole[actor.role].has("project:read");
  const query = selectRuns(store)
    .select(["runs.id as sort_id", "runs.created_at as sort_value"])
    .where("runs.mode", "=", mode)
    .$if(status !== undefined, (all) => all.where("runs.status", "=", status!))
    .$if(projectId !== undefined, (all) => all.where("runs.project_id", "=", projectId!))
    .$if(reconciliationId !== undefined, (all) => all.where("runs.reconciliation_id", "=", reconciliationId!))
    .$if(search !== undefined, (all) => all.where(containsText("reconciliations.name_key", nameKey(search!))))
    .$if(!seesAll, (all) =>
      all.where("runs.project_id", "in", (eb) =>
        eb.selectFrom("memberships").select("memberships.project_id").where("memberships.user_id", "=", actor.userId),
      ),
    );
  const page = await readPage(
    query,
    { column: "runs.created_at", id: "runs.id", descending: sort.startsWith("-") },
    { ...request, fingerprint: listFingerprint("runs", sort, search, status, mode, projectId, reconciliationId) },
  );
  return { ...page, items: await toRuns(store, page.items) };
}
