import { useEffect, useEffectEvent } from "react";
import { createWsTicket, type ClientMessage, type Room, type ServerMessage } from "@recon/api";
import { client } from "./session.ts";

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 15_000;

type Listener = (message: ServerMessage) => void;

interface Followed {
  readonly listeners: Set<Listener>;
  /** The last event seen: what came after it is asked for on every new connection. */
  lastId: number | undefined;
}

/** One connection for all rooms that the page follows; reconnects by itself and replays what it missed. */
class LiveConnection {
  readonly #rooms = new Map<Room, Followed>();
  #socket: WebSocket | undefined;
  #retryMs = FIRST_RETRY_MS;
  #connecting = false;

  follow(room: Room, listener: Listener): () => void {
    const followed = this.#rooms.get(room) ?? { listeners: new Set(), lastId: undefined };
    const isNew = followed.listeners.size === 0;
    followed.listeners.add(listener);
    this.#rooms.set(room, followed);
    if (this.#socket?.readyState === WebSocket.OPEN) {
      if (isNew) this.#subscribe(room, followed);
    } else void this.#connect();
    return () => {
      followed.listeners.delete(listener);
      if (followed.listeners.size > 0) return;
      this.#rooms.delete(room);
      this.#send({ op: "unsubscribe", room });
      if (this.#rooms.size === 0) this.#socket?.close();
    };
  }

  async #connect(): Promise<void> {
    // A socket that is still opening will subscribe to every room by itself.
    if (this.#connecting || this.#socket !== undefined || this.#rooms.size === 0) return;
    this.#connecting = true;
    try {
      const { ticket } = await client.call(createWsTicket, {});
      const socket = new WebSocket(`/ws?ticket=${encodeURIComponent(ticket)}`);
      this.#socket = socket;
      socket.addEventListener("open", () => {
        this.#retryMs = FIRST_RETRY_MS;
        for (const [room, followed] of this.#rooms) this.#subscribe(room, followed);
      });
      socket.addEventListener("message", (event) => this.#receive(JSON.parse(String(event.data)) as ServerMessage));
      socket.addEventListener("close", () => this.#retry());
    } catch {
      this.#retry();
    } finally {
      this.#connecting = false;
    }
  }

  #retry(): void {
    this.#socket = undefined;
    if (this.#rooms.size === 0) return;
    setTimeout(() => void this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }

  #subscribe(room: Room, { lastId }: Followed): void {
    this.#send({ op: "subscribe", room, ...(lastId === undefined ? {} : { after: lastId }) });
  }

  #send(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  #receive(message: ServerMessage): void {
    const followed = this.#rooms.get(message.room);
    if (followed === undefined) return;
    followed.lastId = Math.max(followed.lastId ?? 0, message.id);
    for (const listener of followed.listeners) listener(message);
  }
}

const live = new LiveConnection();

/** Hears every event of a room, those missed during a lost connection included. */
export function useRoom(room: Room | undefined, onMessage: Listener): void {
  const hear = useEffectEvent(onMessage);
  useEffect(() => (room === undefined ? undefined : live.follow(room, (message) => hear(message))), [room]);
}
