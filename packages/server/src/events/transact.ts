import type { AppContext } from "../app-context.ts";
import { appendEvents, type LoggedDraft } from "./event-log.ts";
import type { Store } from "../store/tables.ts";

const MOST_TRIES = 4;
/**
 * Deadlock and failed serialisation (PostgreSQL), and a command beside the server that wrote between our reading and our writing (embedded store): the
 * transaction had no effect and may be tried again.
 */
const RETRYABLE = new Set(["40P01", "40001", "SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT"]);

interface Pending {
  readonly events: LoggedDraft[];
  readonly afterCommit: (() => void)[];
}

const pendings = new WeakMap<Store, Pending>();

/**
 * Runs work in one transaction. Events emitted in it are written as its last statements and told to listeners once it is committed; `work` may run
 * more than once, so it must touch nothing but the store it is given.
 */
export async function transact<T>(
  context: Pick<AppContext, "store" | "events" | "clock"> & Partial<Pick<AppContext, "metrics">>,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const pending: Pending = { events: [], afterCommit: [] };
    try {
      const { result, logged } = await context.store.transaction().execute(async (trx) => {
        pendings.set(trx, pending);
        const result = await work(trx);
        const logged = await appendEvents(trx, pending.events, context.clock.now().toISOString());
        return { result, logged };
      });
      context.events.published(logged);
      for (const { type } of logged) context.metrics?.eventsPublished.inc({ type });
      for (const act of pending.afterCommit) act();
      return result;
    } catch (error) {
      if (tries >= MOST_TRIES || !RETRYABLE.has((error as { code?: string }).code ?? "")) throw error;
    }
  }
}

function pendingOf(store: Store): Pending {
  const pending = pendings.get(store);
  if (pending === undefined) throw new Error("events and jobs are written in a transaction that `transact` opened");
  return pending;
}

/** Tells what this transaction does to all who listen, if and when it is committed. */
export function emit(store: Store, event: LoggedDraft): void {
  pendingOf(store).events.push(event);
}

/** Acts once this transaction is committed; what must not be forgotten belongs in the transaction itself. */
export function afterCommit(store: Store, act: () => void): void {
  pendingOf(store).afterCommit.push(act);
}
