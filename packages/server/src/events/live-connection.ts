import type { WebSocket } from "ws";
import { ClientMessage, closeCodes, type Room, type streamData } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import type { Listener, Replay } from "./event-hub.ts";
import type { LoggedEvent } from "./event-log.ts";
import { findListening, mayListen } from "./may-listen.ts";
import type { Admitted } from "./ws-ticket.ts";

type Context = Pick<AppContext, "store" | "events" | "clock" | "log" | "metrics">;

const MOST_ROOMS = 200;
/** Messages that one connection may send within the window. */
const MOST_MESSAGES = 400;
const WINDOW_MS = 10_000;
/** A client that reads too slowly first goes without progress, then has to come again. */
const SLOW_BYTES = 2 ** 20;
const MOST_BUFFERED_BYTES = 8 * 2 ** 20;

/** One WebSocket: its subscriptions, and who is behind it. */
export class LiveConnection {
  readonly admitted: Admitted;
  readonly #socket: WebSocket;
  readonly #context: Context;
  readonly #rooms = new Map<Room, Listener>();
  readonly #expiry: NodeJS.Timeout;
  #isAlive = true;
  #received = 0;
  #windowSince = performance.now();
  /** Messages are dealt with one after the other, in the order in which they came. */
  #queue: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, admitted: Admitted, context: Context) {
    this.#socket = socket;
    this.admitted = admitted;
    this.#context = context;
    const lifeMs = admitted.tokenExpiresAt.getTime() - context.clock.now().getTime();
    this.#expiry = setTimeout(() => this.close("tokenExpired", "the access token has expired"), Math.max(0, lifeMs));
    socket.on("message", (data, isBinary) => this.#take(data, isBinary));
    socket.on("pong", () => {
      this.#isAlive = true;
    });
    // What is wrong with a connection ends it; its end is all that matters here.
    socket.on("error", () => undefined);
    socket.once("close", () => this.#ended());
  }

  close(why: keyof typeof closeCodes, reason: string): void {
    this.#socket.close(closeCodes[why], reason);
  }

  /** Ends the connection of a client that does not take part in closing it. */
  cut(): void {
    this.#socket.terminate();
  }

  /** Asks for a sign of life; ends the connection when the last question was not answered. */
  beat(): void {
    if (!this.#isAlive) return this.#socket.terminate();
    this.#isAlive = false;
    this.#socket.ping();
  }

  /** Drops what the person may not listen to any more; ends the connection of a person who is no longer let in. */
  async recheck(): Promise<void> {
    const { store } = this.#context;
    const person = await findListening(store, this.admitted);
    if (person === undefined) return this.close("accessEnded", "the account is disabled or the session has ended");
    for (const room of this.#rooms.keys()) {
      if (await mayListen(store, person, room)) continue;
      this.#leave(room);
      this.#tell(room, "stream.refused", { code: "NOT_FOUND", detail: "You may no longer read this." });
    }
  }

  #take(data: WebSocket.RawData, isBinary: boolean): void {
    if (performance.now() - this.#windowSince > WINDOW_MS) {
      this.#windowSince = performance.now();
      this.#received = 0;
    }
    if (++this.#received > MOST_MESSAGES) return this.close("messageInvalid", "too many messages");
    const message = isBinary ? undefined : parseMessage((data as Buffer).toString());
    if (message === undefined) return this.close("messageInvalid", "not a message of this protocol");
    this.#queue = this.#queue
      .then(() => this.#answer(message))
      .catch((error: unknown) => {
        this.#context.log.error({ err: error }, "a message of a connection could not be dealt with");
        // The client comes again, and its `after` loses nothing.
        this.close("stopping", "try again");
      });
  }

  async #answer(message: ClientMessage): Promise<void> {
    if (message.op === "unsubscribe") return this.#leave(message.room);
    const { room, after } = message;
    const { store, events } = this.#context;
    this.#leave(room);
    if (this.#rooms.size >= MOST_ROOMS) {
      return this.#tell(room, "stream.refused", {
        code: "RATE_LIMITED",
        detail: `At most ${MOST_ROOMS} rooms a connection.`,
      });
    }
    const person = await findListening(store, this.admitted);
    if (person === undefined || !(await mayListen(store, person, room))) {
      return this.#tell(room, "stream.refused", { code: "NOT_FOUND", detail: "There is no such room for you." });
    }
    const listener: Listener = { event: (event) => this.#send(event) };
    this.#rooms.set(room, listener);
    await events.subscribe(room, listener, { after, to: (replay) => this.#begin(room, replay) });
    // It may have ended while it waited.
    if (this.#socket.readyState !== this.#socket.OPEN) this.#leave(room);
  }

  #begin(room: Room, replay: Replay): void {
    if (replay.kind === "reset") this.#tell(room, "stream.reset", {}, replay.lastId);
    else for (const event of replay.events) this.#send(event);
    this.#tell(room, "stream.subscribed", {}, replay.lastId);
  }

  #leave(room: Room): void {
    const listener = this.#rooms.get(room);
    if (listener === undefined) return;
    this.#rooms.delete(room);
    this.#context.events.unsubscribe(room, listener);
  }

  #tell(room: Room, type: keyof typeof streamData, data: object, id = 0): void {
    this.#socket.send(JSON.stringify({ id, at: this.#context.clock.now().toISOString(), room, type, data }));
  }

  #send(event: LoggedEvent): void {
    const { bufferedAmount } = this.#socket;
    if (bufferedAmount > MOST_BUFFERED_BYTES)
      return this.close("tooSlow", "read faster, or come again with the last id");
    if (bufferedAmount > SLOW_BYTES && event.type === "run.progress") return;
    this.#socket.send(textOf(event));
    this.#context.metrics.eventsSent.inc();
  }

  #ended(): void {
    clearTimeout(this.#expiry);
    for (const room of this.#rooms.keys()) this.#leave(room);
  }
}

function parseMessage(text: string): ClientMessage | undefined {
  try {
    return ClientMessage.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const texts = new WeakMap<LoggedEvent, string>();

/** A thousand connections to one room share one text. */
function textOf(event: LoggedEvent): string {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const { id, at, room, type, data } = event;
  const text = JSON.stringify({ id, at, room, type, data });
  texts.set(event, text);
  return text;
}
