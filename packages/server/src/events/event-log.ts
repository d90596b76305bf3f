/**
 * The durable log of events, a room at a time. Ids count up per room without gaps, and in the order of commits: an id is taken by an UPDATE of the
 * room's row, whose lock is held until the transaction ends, so a later id cannot become visible before an earlier one (a sequence could not promise that).
 */
import { sql } from "kysely";
import type { EventDraft, EventType } from "@recon/api";
import type { Store } from "../store/tables.ts";

/** Rooms that only servers follow. */
export const ACCESS_ROOM = "system:access";

/** Tells every server that a person may have lost access: to a project, to a role, to the system. */
export interface AccessChanged {
  readonly room: typeof ACCESS_ROOM;
  readonly type: "access.changed";
  readonly data: { readonly userId: string };
}

export type LoggedDraft = EventDraft | AccessChanged;

/** An event in its place. */
export interface LoggedEvent {
  readonly room: string;
  readonly id: number;
  readonly at: string;
  readonly type: EventType | "access.changed";
  readonly data: unknown;
}

/** How far a room's log reaches; events up to `trimmedId` may be gone. */
export interface RoomReach {
  readonly lastId: number;
  readonly trimmedId: number;
}

/**
 * Writes events as the last statements of a transaction: nothing waits for a lock while it holds a room's, and rooms are locked in the order of their
 * names, so that two transactions cannot wait for each other.
 */
export async function appendEvents(trx: Store, drafts: readonly LoggedDraft[], at: string): Promise<LoggedEvent[]> {
  const logged: LoggedEvent[] = [];
  for (const [room, ofRoom] of [...Map.groupBy(drafts, ({ room }) => room)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { last_id } = await trx
      .insertInto("event_rooms")
      .values({ room, last_id: ofRoom.length, trimmed_id: 0 })
      .onConflict((conflict) =>
        conflict.column("room").doUpdateSet({ last_id: sql<number>`event_rooms.last_id + ${ofRoom.length}` }),
      )
      .returning("last_id")
      .executeTakeFirstOrThrow();
    const first = last_id - ofRoom.length + 1;
    const events = ofRoom.map(({ type, data }, i) => ({ room, id: first + i, at, type, data }));
    await trx
      .insertInto("events")
      .values(events.map(({ data, ...event }) => ({ ...event, data: JSON.stringify(data) })))
      .execute();
    logged.push(...events);
  }
  return logged;
}

/** How far the logs of rooms reach; rooms without an event are absent. */
export async function readReach(db: Store, rooms: readonly string[]): Promise<Map<string, RoomReach>> {
  const reach = new Map<string, RoomReach>();
  for (let start = 0; start < rooms.length; start += MOST_ROOMS_ASKED) {
    const rows = await db
      .selectFrom("event_rooms")
      .selectAll()
      .where("room", "in", rooms.slice(start, start + MOST_ROOMS_ASKED))
      .execute();
    for (const { room, last_id, trimmed_id } of rows) reach.set(room, { lastId: last_id, trimmedId: trimmed_id });
  }
  return reach;
}

const MOST_ROOMS_ASKED = 500;

/** Events of a room after one id and up to another, in order, at most `limit`. */
export async function readEvents(
  db: Store,
  room: string,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<LoggedEvent[]> {
  const rows = await db
    .selectFrom("events")
    .selectAll()
    .where("room", "=", room)
    .where("id", ">", after)
    .where("id", "<=", upTo)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, type: row.type as LoggedEvent["type"], data: JSON.parse(row.data) as unknown }));
}

/** Forgets the progress of a run that has ended: a replay tells the end, not the way. */
export async function forgetProgress(trx: Store, runId: string): Promise<void> {
  await trx.deleteFrom("events").where("room", "=", `run:${runId}`).where("type", "=", "run.progress").execute();
}

/** Removes events older than an instant; a replay from before that is answered with `stream.reset`. Returns how many. */
export async function trimEvents(trx: Store, before: string): Promise<number> {
  const rooms = await trx
    .selectFrom("events")
    .select(["room", (eb) => eb.fn.max("id").as("last")])
    .where("at", "<", before)
    .groupBy("room")
    .orderBy("room")
    .limit(MOST_ROOMS_ASKED)
    .execute();
  let removed = 0;
  for (const { room, last } of rooms) {
    await trx
      .updateTable("event_rooms")
      .set({ trimmed_id: last })
      .where("room", "=", room)
      .where("trimmed_id", "<", last)
      .execute();
    const { numDeletedRows } = await trx
      .deleteFrom("events")
      .where("room", "=", room)
      .where("id", "<=", last)
      .executeTakeFirst();
    removed += Number(numDeletedRows);
  }
  return removed;
}
