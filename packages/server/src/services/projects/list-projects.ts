import type { Project } from "@recon/api";
import { accessOfRole, projectAccess } from "../../security/access-table.ts";
import type { Actor } from "../../security/actor.ts";
import { listFingerprint, readPage, type Page, type PageRequest } from "../../store/page.ts";
import type { Store } from "../../store/tables.ts";
import { containsText } from "../../store/contains-text.ts";
import { toProject } from "./find-project.ts";

/** Projects that the person may read, with what they may do in each. */
export async function listProjects(store: Store, actor: Actor, request: PageRequest): Promise<Page<Project>> {
  const descending = request.sort.startsWith("-");
  const column = request.sort.endsWith("createdAt") ? "projects.created_at" : "projects.name_key";
  const seesAll = accessOfRole[actor.role].has("project:read");
  const query = store
    .selectFrom("projects")
    .leftJoin("memberships", (join) =>
      join.onRef("memberships.project_id", "=", "projects.id").on("memberships.user_id", "=", actor.userId),
    )
    .selectAll("projects")
    .select(["memberships.role as membership", "projects.id as sort_id", `${column} as sort_value`])
    .$if(!seesAll, (all) => all.where("memberships.role", "is not", null))
    .$if(request.search !== undefined, (all) => all.where(containsText("projects.name_key", request.search ?? "")));
  const page = await readPage(
    query,
    { column, id: "projects.id", descending },
    {
      ...request,
      fingerprint: listFingerprint("projects", request.sort, request.search),
    },
  );
  return {
    ...page,
    items: page.items.map((row) => toProject(row, projectAccess(actor.role, row.membership ?? undefined))),
  };
}
