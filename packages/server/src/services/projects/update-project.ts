import { Problem, type Project, type ProjectDraft, type ProjectStatus } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import type { ProjectScope } from "../../security/authorize.ts";
import { nameKey } from "../../store/name-key.ts";
import { taken } from "../../store/unique-violation.ts";
import { findProject } from "./find-project.ts";

export interface ProjectChange {
  readonly name?: ProjectDraft["name"] | undefined;
  readonly description?: string | undefined;
  readonly status?: ProjectStatus | undefined;
  readonly expectedVersion: number | undefined;
}

export async function updateProject(context: AppContext, scope: ProjectScope, change: ProjectChange): Promise<Project> {
  const { name, description, status, expectedVersion } = change;
  const result = await taken(`A project named “${name}” exists.`, () =>
    context.store
      .updateTable("projects")
      .set((row) => ({
        ...(name === undefined ? {} : { name, name_key: nameKey(name) }),
        ...(description === undefined ? {} : { description }),
        ...(status === undefined ? {} : { status }),
        updated_at: context.clock.now().toISOString(),
        version: row("version", "+", 1),
      }))
      .where("id", "=", scope.id)
      .$if(expectedVersion !== undefined, (query) => query.where("version", "=", expectedVersion ?? 0))
      .executeTakeFirst(),
  );
  const project = await findProject(context.store, scope);
  if (result.numUpdatedRows === 0n) {
    throw new Problem("VERSION_CONFLICT", "Somebody changed the project in the meantime.", { current: project });
  }
  return project;
}
