import type { ProjectId } from "@recon/api";
import type { Store } from "../store/tables.ts";

type Find = (store: Store, id: string) => Promise<{ project_id: ProjectId } | undefined>;

/**
 * How a path parameter leads to its project. A `project:*` endpoint is judged by the first parameter of its path that
 * stands here; what comes after it (a break of a run) must be looked for within that thing.
 */
export const projectOfParam: Readonly<Record<string, Find>> = {
  projectId: (store, id) =>
    store
      .selectFrom("projects")
      .select("id as project_id")
      .where("id", "=", id as ProjectId)
      .executeTakeFirst(),
  uploadId: byId("uploads"),
  sourceId: byId("sources"),
  reconciliationId: byId("reconciliations"),
  runId: byId("runs"),
};

function byId(table: "uploads" | "sources" | "reconciliations" | "runs"): Find {
  return (store, id) =>
    store
      .selectFrom(table)
      .select("project_id")
      .where("id", "=", id as never)
      .executeTakeFirst();
}
