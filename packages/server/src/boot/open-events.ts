import type { Logger } from "pino";
import { EventHub } from "../events/event-hub.ts";
import { startEvents } from "../events/start-events.ts";
import type { OpenStore } from "../store/open-store.ts";

const POLL_MS = 1_000;
const POLL_PUSHED_MS = 10_000;

/** The events hub of this server. */
export function openEvents(store: OpenStore, log: Logger, redisUrl: string | undefined): EventHub {
  const events = new EventHub({ store: store.db, log, pollMs: POLL_MS, pollPushedMs: POLL_PUSHED_MS });
  startEvents(events, { redisUrl, log });
  return events;
}
