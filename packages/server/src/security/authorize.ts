import { Problem, type Endpoint, type ProjectId } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import type { Store } from "../store/tables.ts";
import { accessOfRole, projectAccess, type ProjectAccess } from "./access-table.ts";
import type { Actor } from "./actor.ts";
import { projectOfParam } from "./project-of.ts";

/** The project that a call is about and what the caller may do in it. */
export interface ProjectScope {
  readonly id: ProjectId;
  readonly access: readonly ProjectAccess[];
}

/**
 * The one mechanism of access. What a person may not read is a 404 for them, as if it did not exist; what they may
 * read but not do is a 403.
 */
export async function authorize(
  context: AppContext,
  call: { endpoint: Endpoint; actor: Actor; params: Readonly<Record<string, string>> },
): Promise<ProjectScope | undefined> {
  const { endpoint, actor, params } = call;
  if (actor.mustChangePassword && endpoint.beforePasswordChange !== true) {
    throw new Problem("PASSWORD_CHANGE_REQUIRED", "Change the password first: POST /api/auth/password/change.");
  }
  if (!isProjectAccess(endpoint.access)) {
    if (!accessOfRole[actor.role].has(endpoint.access)) throw forbidden(actor);
    return undefined;
  }
  const scope = await scopeOf(context.store, actor, { endpoint, params });
  if (scope === undefined || !scope.access.includes("project:read")) throw new Problem("NOT_FOUND");
  if (!scope.access.includes(endpoint.access)) throw forbidden(actor);
  if (endpoint.access === "project:work" && endpoint.method !== "GET") await requireActive(context.store, scope.id);
  return scope;
}

/** An archived project is to be read; whoever manages it can reopen it. */
async function requireActive(store: Store, projectId: ProjectId): Promise<void> {
  const project = await store.selectFrom("projects").select("status").where("id", "=", projectId).executeTakeFirst();
  if (project?.status === "archived") throw new Problem("CONFLICT", "The project is archived; reopen it first.");
}

/** What a person may do in a project; empty when they may not even know of it. */
export async function accessInProject(
  store: Store,
  actor: Pick<Actor, "userId" | "role">,
  projectId: ProjectId,
): Promise<readonly ProjectAccess[]> {
  const membership = await store
    .selectFrom("memberships")
    .select("role")
    .where("project_id", "=", projectId)
    .where("user_id", "=", actor.userId)
    .executeTakeFirst();
  return projectAccess(actor.role, membership?.role);
}

async function scopeOf(
  store: Store,
  actor: Actor,
  { endpoint, params }: { endpoint: Endpoint; params: Readonly<Record<string, string>> },
): Promise<ProjectScope | undefined> {
  const name = projectParamOf(endpoint);
  const found = await projectOfParam[name]?.(store, params[name] ?? "");
  if (found === undefined) return undefined;
  return { id: found.project_id, access: await accessInProject(store, actor, found.project_id) };
}

/** The first parameter of the path that leads to a project. */
export function projectParamOf(endpoint: Endpoint): string {
  const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const name = names.find((candidate) => candidate in projectOfParam);
  if (name === undefined) throw new Error(`${endpoint.id} needs ${endpoint.access}, but its path leads to no project`);
  return name;
}

export function isProjectAccess(access: string): access is ProjectAccess {
  return access.startsWith("project:");
}

function forbidden(actor: Actor): Problem {
  return new Problem("FORBIDDEN", `The role ${actor.role} does not allow this here.`);
}
