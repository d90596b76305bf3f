import type { Project, ProjectDraft, ProjectId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { projectAccess } from "../../security/access-table.ts";
import type { Actor } from "../../security/actor.ts";
import { newId } from "../../store/new-id.ts";
import { nameKey } from "../../store/name-key.ts";
import { taken } from "../../store/unique-violation.ts";
import { toProject } from "./find-project.ts";

export async function createProject(context: AppContext, actor: Actor, draft: ProjectDraft): Promise<Project> {
  const at = context.clock.now().toISOString();
  const row = {
    id: newId<ProjectId>(),
    name: draft.name,
    name_key: nameKey(draft.name),
    description: draft.description,
    status: "active" as const,
    created_at: at,
    created_by: actor.userId,
    updated_at: at,
    version: 1,
  };
  await taken(`A project named “${draft.name}” exists.`, () =>
    context.store.insertInto("projects").values(row).execute(),
  );
  return toProject(row, projectAccess(actor.role, undefined));
}
