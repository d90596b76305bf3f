import type { Logger } from "pino";
import type { EventHub } from "./event-hub.ts";
import { alone } from "./fan-out.ts";
import { redisFanOut } from "./redis-fan-out.ts";

/** Starts to follow the events of other servers: through Redis where there is one, else by asking the store every second. */
export function startEvents(hub: EventHub, { redisUrl, log }: { redisUrl: string | undefined; log: Logger }): void {
  hub.start(
    redisUrl === undefined ? alone : redisFanOut({ url: redisUrl, log, onEvents: (events) => hub.received(events) }),
  );
}
