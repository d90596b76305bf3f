import { createClient } from "redis";
import type { Logger } from "pino";
import { redisOptions } from "../config/redis-options.ts";
import type { FanOut } from "./fan-out.ts";
import type { LoggedEvent } from "./event-log.ts";

const CHANNEL = "recon:events";
const RECONNECT_STEP_MS = 200;
const MOST_RECONNECT_MS = 5_000;
/** Events kept for a Redis that is away are none: the store has them, and the hubs ask it. */
const MOST_MESSAGE_LENGTH = 1_000_000;

export interface RedisFanOutOptions {
  readonly url: string;
  readonly log: Logger;
  /** Called with each batch of events from any server, this one included. */
  onEvents(events: readonly LoggedEvent[]): void;
}

/** Events through Redis publish/subscribe. While Redis is away nothing arrives, nothing is kept, and it reconnects for as long as it takes. */
export function redisFanOut({ url, log, onEvents }: RedisFanOutOptions): FanOut & { readonly isReady: boolean } {
  const options = redisOptions(url, {
    reconnectStrategy: (tries) => Math.min(tries * RECONNECT_STEP_MS, MOST_RECONNECT_MS),
  });
  const publisher = createClient(options);
  const subscriber = createClient(options);
  let isReachable = true;
  const onError = (error: Error): void => {
    if (isReachable)
      log.warn({ error: error.message }, "Redis is away: events reach other servers by polling the store");
    isReachable = false;
  };
  publisher.on("error", onError);
  subscriber.on("error", onError);
  subscriber.on("ready", () => {
    if (!isReachable) log.info("Redis is back");
    isReachable = true;
  });
  publisher.connect().catch(onError);
  subscriber
    .connect()
    .then(() => subscriber.subscribe(CHANNEL, (text) => onEvents(parseEvents(text, log))))
    .catch(onError);
  return {
    get pushes() {
      return subscriber.isReady && publisher.isReady;
    },
    get isReady() {
      return subscriber.isReady && publisher.isReady;
    },
    publish(events) {
      if (!publisher.isReady) return;
      const text = JSON.stringify(events);
      if (text.length > MOST_MESSAGE_LENGTH) return;
      publisher.publish(CHANNEL, text).catch(onError);
    },
    async close() {
      for (const client of [publisher, subscriber]) client.destroy();
    },
  };
}

function parseEvents(text: string, log: Logger): readonly LoggedEvent[] {
  try {
    const events: unknown = JSON.parse(text);
    return Array.isArray(events) ? (events as LoggedEvent[]) : [];
  } catch (error) {
    log.warn({ error: (error as Error).message }, "a message on the events channel is no JSON");
    return [];
  }
}
