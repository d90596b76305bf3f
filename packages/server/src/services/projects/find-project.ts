import type { Selectable } from "kysely";
import { Problem, type Project } from "@recon/api";
import type { ProjectScope } from "../../security/authorize.ts";
import type { ProjectTable } from "../../store/tables/people.ts";
import type { Store } from "../../store/tables.ts";

export async function findProject(store: Store, scope: ProjectScope): Promise<Project> {
  const row = await store.selectFrom("projects").selectAll().where("id", "=", scope.id).executeTakeFirst();
  if (row === undefined) throw new Problem("NOT_FOUND");
  return toProject(row, scope.access);
}

export function toProject(row: Selectable<ProjectTable>, access: ProjectScope["access"]): Project {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
    access: [...access],
  };
}
