import type { ProjectId, Room, RunId, SessionId, UserId } from "@recon/api";
import { accessInProject } from "../security/authorize.ts";
import type { Store } from "../store/tables.ts";

/** A person behind a connection, as the store knows them now. */
export type Listening = Awaited<ReturnType<typeof findListening>>;

/** The person of a session, unless it has ended or they were disabled. */
export async function findListening(store: Store, { userId, sessionId }: { userId: UserId; sessionId: SessionId }) {
  return store
    .selectFrom("sessions")
    .innerJoin("users", "users.id", "sessions.user_id")
    .select(["users.id as userId", "users.role"])
    .where("sessions.id", "=", sessionId)
    .where("users.id", "=", userId)
    .where("sessions.revoked_at", "is", null)
    .where("users.status", "=", "active")
    .executeTakeFirst();
}

/** Whether a person may listen to a room: their own, and what they may read. */
export async function mayListen(store: Store, person: NonNullable<Listening>, room: Room): Promise<boolean> {
  const [kind = "", id = ""] = room.split(":");
  if (kind === "user") return id === person.userId;
  const projectId = kind === "project" ? (id as ProjectId) : await projectOfRun(store, id as RunId);
  if (projectId === undefined) return false;
  const exists = await store.selectFrom("projects").select("id").where("id", "=", projectId).executeTakeFirst();
  return exists !== undefined && (await accessInProject(store, person, projectId)).includes("project:read");
}

async function projectOfRun(store: Store, id: RunId): Promise<ProjectId | undefined> {
  const run = await store
    .selectFrom("runs")
    .select("project_id")
    .where("id", "=", id)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return run?.project_id;
}
