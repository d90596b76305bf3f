import {
  type PlanVersion,
  type PlanVersionId,
  Problem,
  type ProjectId,
  type Reconciliation,
  type ReconciliationDraft,
  type ReconciliationId,
  type SourceIds,
} from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import type { Actor } from "../../security/actor.ts";
import { nameKey } from "../../store/name-key.ts";
import { newId } from "../../store/new-id.ts";
import type { Store } from "../../store/tables.ts";
import { taken } from "../../store/unique-violation.ts";
import { findReconciliationRow, type PlanVersionRow, toPlanVersion, toReconciliation } from "./find-reconciliation.ts";
import { type ReadPlan, requirePlan } from "./read-plan-input.ts";

type Context = Pick<AppContext, "store" | "clock">;
type Author = Pick<Actor, "userId">;

const nameTaken = (name: string): string => `A reconciliation named “${name}” exists in this project.`;

export async function createReconciliation(
  { store, clock }: Context,
  actor: Author,
  { projectId, ...draft }: ReconciliationDraft & { projectId: ProjectId },
): Promise<Reconciliation> {
  const plan = requirePlan(draft.plan);
  await requireSources(store, projectId, [...(draft.left ?? []), ...(draft.right ?? [])]);
  const at = clock.now().toISOString();
  const row = {
    id: newId<ReconciliationId>(),
    project_id: projectId,
    name: draft.name,
    name_key: nameKey(draft.name),
    description: draft.description,
    status: "active" as const,
    plan_number: 1,
    left_sources: JSON.stringify(draft.left ?? []),
    right_sources: JSON.stringify(draft.right ?? []),
    last_run_id: null,
    created_at: at,
    created_by: actor.userId,
    updated_at: at,
    version: 1,
  };
  await taken(nameTaken(draft.name), () => store.insertInto("reconciliations").values(row).execute());
  await insertPlan(store, plan, { reconciliationId: row.id, number: 1, note: "", author: actor, at });
  return toReconciliation(row);
}

interface PlanPlace {
  readonly reconciliationId: ReconciliationId;
  readonly number: number;
  readonly note: string;
  readonly author: Author;
  readonly at: string;
}

async function insertPlan(store: Store, { plan, text, hash }: ReadPlan, place: PlanPlace): Promise<PlanVersionRow> {
  return store
    .insertInto("plan_versions")
    .values({
      id: newId<PlanVersionId>(),
      reconciliation_id: place.reconciliationId,
      number: place.number,
      plan_text: text,
      plan: JSON.stringify(plan),
      plan_hash: hash,
      note: place.note,
      created_at: place.at,
      created_by: place.author.userId,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Sources that a reconciliation names must be there; they may still be on their way. Takes their rows, so that none of them is deleted meanwhile. */
async function requireSources(store: Store, projectId: ProjectId, ids: SourceIds): Promise<void> {
  if (ids.length === 0) return;
  const rows = await store
    .updateTable("sources")
    .set((eb) => ({ state: eb.ref("state") }))
    .where("project_id", "=", projectId)
    .where("state", "<>", "deleted")
    .where("id", "in", ids)
    .returning("id")
    .execute();
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined) throw new Problem("INPUT_INVALID", `There is no source ${missing} in this project.`);
}

export interface ReconciliationChange {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly status?: "active" | "archived" | undefined;
  readonly left?: SourceIds | undefined;
  readonly right?: SourceIds | undefined;
  readonly expectedVersion: number | undefined;
}

export async function updateReconciliation(
  { store, clock }: Context,
  id: ReconciliationId,
  { name, description, status, left, right, expectedVersion }: ReconciliationChange,
): Promise<Reconciliation> {
  const { project_id } = await findReconciliationRow(store, id);
  await requireSources(store, project_id, [...(left ?? []), ...(right ?? [])]);
  const row = await taken(nameTaken(name ?? ""), () =>
    store
      .updateTable("reconciliations")
      .set((eb) => ({
        ...(name === undefined ? {} : { name, name_key: nameKey(name) }),
        ...(description === undefined ? {} : { description }),
        ...(status === undefined ? {} : { status }),
        ...(left === undefined ? {} : { left_sources: JSON.stringify(left) }),
        ...(right === undefined ? {} : { right_sources: JSON.stringify(right) }),
        updated_at: clock.now().toISOString(),
        version: eb("version", "+", 1),
      }))
      .where("id", "=", id)
      .$if(expectedVersion !== undefined, (query) => query.where("version", "=", expectedVersion!))
      .returningAll()
      .executeTakeFirst(),
  );
  if (row === undefined) throw await conflict(store, id);
  return toReconciliation(row);
}

const conflict = async (store: Store, id: ReconciliationId): Promise<Problem> =>
  new Problem("VERSION_CONFLICT", "Somebody changed the reconciliation in the meantime.", {
    current: toReconciliation(await findReconciliationRow(store, id)),
  });

/** Adds a version; the earlier ones stay as they are. */
export async function createPlanVersion(
  { store, clock }: Context,
  actor: Author,
  change: { id: ReconciliationId; plan: ReadPlan; note: string; expectedVersion: number | undefined },
): Promise<PlanVersion> {
  const at = clock.now().toISOString();
  const { id, plan, note, expectedVersion } = change;
  const row = await store
    .updateTable("reconciliations")
    .set((eb) => ({ plan_number: eb("plan_number", "+", 1), updated_at: at, version: eb("version", "+", 1) }))
    .where("id", "=", id)
    .$if(expectedVersion !== undefined, (query) => query.where("version", "=", expectedVersion!))
    .returning("plan_number")
    .executeTakeFirst();
  if (row === undefined) throw await conflict(store, id);
  return toPlanVersion(
    await insertPlan(store, plan, { reconciliationId: id, number: row.plan_number, note, author: actor, at }),
  );
}
