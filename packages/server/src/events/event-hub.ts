import type { Logger } from "pino";
import type { Store } from "../store/tables.ts";
import { type LoggedEvent, readEvents, readReach } from "./event-log.ts";
import { alone, type FanOut } from "./fan-out.ts";

/** Events read at once when something was missed. */
const PAGE = 500;
/** A client that missed more is better off loading the present state. */
const MOST_REPLAYED = 2_000;

export interface Listener {
  /** Called in order of the ids, each once. */
  event(event: LoggedEvent): void;
}

/** What a subscription starts with: the events asked for, in order, or the news that they cannot be given. */
export type Replay =
  | { readonly kind: "events"; readonly events: readonly LoggedEvent[]; readonly lastId: number }
  | { readonly kind: "reset"; readonly lastId: number };

export interface HubOptions {
  readonly store: Store;
  readonly log: Logger;
  /** How often the store is asked for what did not arrive by itself; slower while other servers' events are pushed. */
  readonly pollMs: number;
  readonly pollPushedMs: number;
}

interface FollowedRoom {
  /** The last event that all listeners have seen. */
  lastId: number;
  readonly listeners: Set<Listener>;
  /** Work on a room is done one piece at a time, so that live events never overtake a replay. */
  queue: Promise<void>;
  pending: number;
}

/**
 * Gives the events of rooms to those who listen, in order, each exactly once, wherever they were written. Events arrive from this process, through
 * the fan-out, or by asking the store; since ids have no gaps, whatever got lost on the way is noticed and read from the store.
 */
export class EventHub {
  readonly #options: HubOptions;
  readonly #rooms = new Map<string, FollowedRoom>();
  #fanOut: FanOut = alone;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  start(fanOut: FanOut): void {
    this.#fanOut = fanOut;
    this.#scheduleSweep();
  }

  get roomCount(): number {
    return this.#rooms.size;
  }

  /** Events that this process has committed. */
  published(events: readonly LoggedEvent[]): void {
    if (events.length === 0 || this.#isClosed) return;
    this.received(events);
    this.#fanOut.publish(events);
  }

  /** Events that arrived from anywhere, perhaps twice, perhaps out of order. */
  received(events: readonly LoggedEvent[]): void {
    for (const [name, ofRoom] of Map.groupBy(events, ({ room }) => room)) {
      const room = this.#rooms.get(name);
      // A failure is logged where it happens, and the next sweep delivers.
      if (room !== undefined) this.#enqueue(name, room, () => this.#deliver(name, room, ofRoom)).catch(() => undefined);
    }
  }

  /** Starts to listen to a room; what `after` asks for is replayed before anything new reaches the listener. */
  async subscribe(
    name: string,
    listener: Listener,
    replayed: { after?: number | undefined; to(replay: Replay): void },
  ): Promise<void> {
    const room = this.#rooms.get(name) ?? this.#follow(name);
    await this.#enqueue(name, room, async () => {
      if (room.lastId < 0) room.lastId = await this.#lastId(name);
      // Who comes from another server may have seen more than has arrived here.
      else if ((replayed.after ?? 0) > room.lastId) await this.#catchUp(name, room, await this.#lastId(name));
      const replay = await this.#replay(name, room.lastId, replayed.after);
      replayed.to(replay);
      room.listeners.add(listener);
    });
  }

  unsubscribe(name: string, listener: Listener): void {
    const room = this.#rooms.get(name);
    if (room === undefined) return;
    // In the queue as well: a subscription that is still on its way must not outlive this.
    void this.#enqueue(name, room, async () => void room.listeners.delete(listener));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#sweeping;
    await Promise.all([...this.#rooms.values()].map(({ queue }) => queue));
    this.#rooms.clear();
    await this.#fanOut.close();
  }

  #follow(name: string): FollowedRoom {
    const room: FollowedRoom = { lastId: -1, listeners: new Set(), queue: Promise.resolve(), pending: 0 };
    this.#rooms.set(name, room);
    return room;
  }

  #enqueue(name: string, room: FollowedRoom, work: () => Promise<void>): Promise<void> {
    room.pending++;
    const done = room.queue.then(work);
    const failed = (error: unknown): void =>
      this.#options.log.error({ err: error, room: name }, "events could not be read; the next sweep tries again");
    room.queue = done.catch(failed).then(() => {
      // Nobody listens and nobody is about to: the room need not be followed any more.
      if (--room.pending === 0 && room.listeners.size === 0) this.#rooms.delete(name);
    });
    return done;
  }

  async #lastId(name: string): Promise<number> {
    return (await readReach(this.#options.store, [name])).get(name)?.lastId ?? 0;
  }

  async #replay(name: string, lastId: number, after: number | undefined): Promise<Replay> {
    if (after === undefined || after === lastId) return { kind: "events", events: [], lastId };
    const { store } = this.#options;
    const trimmedId = (await readReach(store, [name])).get(name)?.trimmedId ?? 0;
    // Ahead of us: another store, or one restored from a backup.
    if (after > lastId || after < trimmedId) return { kind: "reset", lastId };
    const events = await readEvents(store, name, { after, upTo: lastId, limit: MOST_REPLAYED + 1 });
    return events.length > MOST_REPLAYED ? { kind: "reset", lastId } : { kind: "events", events, lastId };
  }

  async #deliver(name: string, room: FollowedRoom, events: readonly LoggedEvent[]): Promise<void> {
    if (room.lastId < 0) return; // The subscription that is on its way will read them.
    for (const event of events.toSorted((a, b) => a.id - b.id)) {
      if (event.id <= room.lastId) continue;
      if (event.id > room.lastId + 1) await this.#catchUp(name, room, event.id - 1);
      this.#tell(room, event);
    }
  }

  /** Reads and delivers what lies between the last event seen and another. Removed progress leaves ids without events. */
  async #catchUp(name: string, room: FollowedRoom, upTo: number): Promise<void> {
    for (;;) {
      const page = await readEvents(this.#options.store, name, { after: room.lastId, upTo, limit: PAGE });
      for (const event of page) this.#tell(room, event);
      if (page.length < PAGE) break;
    }
    room.lastId = Math.max(room.lastId, upTo);
  }

  #tell(room: FollowedRoom, event: LoggedEvent): void {
    room.lastId = event.id;
    for (const listener of room.listeners) listener.event(event);
  }

  #scheduleSweep(): void {
    const { pollMs, pollPushedMs } = this.#options;
    const sweep = (): void => {
      this.#sweeping = this.#sweep();
    };
    this.#timer = setTimeout(sweep, this.#fanOut.pushes ? pollPushedMs : pollMs);
    this.#timer.unref();
  }

  async #sweep(): Promise<void> {
    try {
      await this.catchUpAll();
    } catch (error) {
      this.#options.log.warn({ error: (error as Error).message }, "the store could not be asked for events");
    }
    if (!this.#isClosed) this.#scheduleSweep();
  }

  /** Asks the store once how far every followed room reaches, and delivers what did not arrive. */
  async catchUpAll(): Promise<void> {
    if (this.#rooms.size === 0) return;
    const reach = await readReach(this.#options.store, [...this.#rooms.keys()]);
    const late = [...this.#rooms].filter(
      ([name, room]) => room.lastId >= 0 && (reach.get(name)?.lastId ?? 0) > room.lastId,
    );
    await Promise.all(
      late.map(([name, room]) => this.#enqueue(name, room, () => this.#catchUp(name, room, reach.get(name)!.lastId))),
    );
  }
}
