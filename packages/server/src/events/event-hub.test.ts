import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Room } from "@recon/api";
import type { Store } from "../store/tables.ts";
import { createTestServer, type TestServer } from "../testing/test-server.ts";
import { createTestStore, testStores, type TestStore } from "../testing/test-store.ts";
import { EventHub, type Listener, type Replay } from "./event-hub.ts";
import { type LoggedEvent, trimEvents } from "./event-log.ts";
import { emit, transact } from "./transact.ts";

const roomOf = (n: number): Room => `run:00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const progress = (rows: number) => ({ stage: "load", rows, totalRows: 0, rowsPerSecond: 0, remainingS: null }) as const;

/** Writes one event a room, in one transaction. */
const write = (server: TestServer, rows: number, ...rooms: readonly Room[]): Promise<void> =>
  transact(server.context, async (store) => {
    for (const room of rooms) emit(store, { room, type: "run.progress", data: progress(rows) });
  });

class Recorder implements Listener {
  readonly ids: number[] = [];
  replay: Replay | undefined;

  event({ id }: LoggedEvent): void {
    this.ids.push(id);
  }

  /** Subscribes, and counts what is replayed with the rest. */
  async join(hub: EventHub, room: string, after?: number): Promise<this> {
    await hub.subscribe(room, this, {
      after,
      to: (replay) => {
        this.replay = replay;
        if (replay.kind === "events") this.ids.push(...replay.events.map(({ id }) => id));
      },
    });
    return this;
  }
}

const upTo = (n: number, from = 1): number[] => Array.from({ length: n - from + 1 }, (_, i) => from + i);
const hubOn = (store: Store, pollMs: number): EventHub =>
  new EventHub({ store, log: pino({ level: "silent" }), pollMs, pollPushedMs: pollMs });
const never = 1e6;

describe.each(testStores)("events on the %s store", (dialect) => {
  let store: TestStore;
  let server: TestServer;
  /** A second server on PostgreSQL; on the embedded store the same one, since nobody else may open it. */
  let other: TestServer;

  beforeAll(async () => {
    store = await createTestStore(dialect);
    server = await createTestServer({ store });
    other = dialect === "embedded" ? server : await createTestServer({ store });
  });
  afterAll(async () => {
    if (other !== server) await other.close();
    await server.close();
    await store.remove();
  });

  it("ids of a room have no gaps and are visible in their order, whoever writes", async () => {
    const rooms = [roomOf(1), roomOf(2), roomOf(3)] as const;
    const seen: number[] = [];
    let isWriting = true;
    const watching = (async () => {
      while (isWriting) {
        const row = await server.context.store
          .selectFrom("events")
          .select((eb) => [eb.fn.max("id").as("last"), eb.fn.countAll<number>().as("count")])
          .where("room", "=", rooms[0])
          .executeTakeFirstOrThrow();
        // What is visible is always a beginning of the log: no id below the last is missing.
        expect(row.last ?? 0).toBe(row.count);
        seen.push(row.count);
      }
    })();
    // Rooms in every order: transactions that lock several never wait for each other.
    await Promise.all(
      upTo(60).map((n) => write(n % 2 === 0 ? server : other, n, ...(n % 3 === 0 ? rooms.toReversed() : rooms))),
    );
    isWriting = false;
    await watching;
    expect(seen.length).toBeGreaterThan(1);
    for (const room of rooms) {
      const rows = await server.context.store
        .selectFrom("events")
        .select("id")
        .where("room", "=", room)
        .orderBy("id")
        .execute();
      expect(rows.map(({ id }) => id)).toEqual(upTo(60));
    }
  });

  it("an event is written with what it tells, or not at all", async () => {
    await expect(
      transact(server.context, async (trx) => {
        emit(trx, { room: roomOf(4), type: "run.progress", data: progress(1) });
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    await write(server, 1, roomOf(4));
    const rows = await server.context.store.selectFrom("events").select("id").where("room", "=", roomOf(4)).execute();
    expect(rows).toEqual([{ id: 1 }]);
  });

  it("who has seen more than this server knows of yet goes on from there", async () => {
    const room = roomOf(60);
    const hub = hubOn(server.context.store, never);
    const staying = await new Recorder().join(hub, room, 0);
    // Written by another server: nothing has reached this hub so far.
    for (const n of upTo(3)) await write(other, n, room);
    const coming = await new Recorder().join(hub, room, 2);
    expect([coming.replay?.kind, coming.ids, staying.ids]).toEqual(["events", [3], [1, 2, 3]]);
    const ahead = await new Recorder().join(hub, room, 9);
    expect(ahead.replay).toEqual({ kind: "reset", lastId: 3 });
    await hub.close();
  });

  it("listeners that come, leave and return see each event once and in order, under concurrent writers", async () => {
    const room = roomOf(5);
    const hub = hubOn(other.context.store, 20);
    hub.start({ pushes: false, publish: () => undefined, close: async () => undefined });
    const staying = await new Recorder().join(hub, room, 0);
    const writing = Promise.all(upTo(80).map((n) => write(n % 2 === 0 ? server : other, n, room)));
    const returning: number[] = [];
    for (let visit = 0; visit < 8; visit++) {
      const visitor = await new Recorder().join(hub, room, returning.at(-1) ?? 0);
      await new Promise((resolve) => setTimeout(resolve, 5));
      hub.unsubscribe(room, visitor);
      returning.push(...visitor.ids);
    }
    await writing;
    const last = await new Recorder().join(hub, room, returning.at(-1) ?? 0);
    await expect.poll(() => staying.ids.length).toBe(80);
    await expect.poll(() => returning.length + last.ids.length).toBe(80);
    expect(staying.ids).toEqual(upTo(80));
    expect([...returning, ...last.ids]).toEqual(upTo(80));
    await hub.close();
  });

  it("what arrives twice, late or out of order is put in order; what got lost is read from the store", async () => {
    const room = roomOf(6);
    for (const n of upTo(6)) await write(server, n, room);
    const hub = hubOn(server.context.store, never);
    const logged = async (id: number): Promise<LoggedEvent> => ({ room, id, at: "", type: "run.progress", data: {} });
    const recorder = await new Recorder().join(hub, room);
    for (const n of upTo(12, 7)) await write(server, n, room);
    hub.received([await logged(9), await logged(8)]);
    hub.received([await logged(7), await logged(9)]);
    await expect.poll(() => recorder.ids).toEqual([7, 8, 9]);
    hub.received([await logged(12)]);
    await expect.poll(() => recorder.ids).toEqual([7, 8, 9, 10, 11, 12]);
    await write(server, 13, room);
    await hub.catchUpAll();
    expect(recorder.ids.at(-1)).toBe(13);
    await hub.close();
  });

  it("a replay from before what was removed, or from another store, is a reset", async () => {
    const room = roomOf(7);
    for (const n of upTo(4)) await write(server, n, room);
    await transact(server.context, (trx) => trimEvents(trx, "9999"));
    await write(server, 5, room);
    const hub = hubOn(server.context.store, never);
    expect((await new Recorder().join(hub, room, 3)).replay).toEqual({ kind: "reset", lastId: 5 });
    expect((await new Recorder().join(hub, room, 6)).replay).toEqual({ kind: "reset", lastId: 5 });
    expect((await new Recorder().join(hub, room, 4)).replay).toMatchObject({ kind: "events", events: [{ id: 5 }] });
    await hub.close();
  });

  it("a room that nobody listens to is not followed", async () => {
    const hub = hubOn(server.context.store, never);
    const recorder = await new Recorder().join(hub, roomOf(8));
    expect(hub.roomCount).toBe(1);
    hub.unsubscribe(roomOf(8), recorder);
    await expect.poll(() => hub.roomCount).toBe(0);
    await hub.close();
  });
});
