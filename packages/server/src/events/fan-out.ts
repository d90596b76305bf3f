import type { LoggedEvent } from "./event-log.ts";

/** Carries committed events to the other servers. It may lose or repeat them: the hub goes by the ids and reads what it missed. */
export interface FanOut {
  /** Whether other servers' events arrive by themselves; else the hub asks the store more often. */
  readonly pushes: boolean;
  publish(events: readonly LoggedEvent[]): void;
  close(): Promise<void>;
}

/** One server: it has told itself already. */
export const alone: FanOut = {
  pushes: false,
  publish: () => undefined,
  close: async () => undefined,
};
