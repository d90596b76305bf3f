import { createHmac } from "node:crypto";
import { Problem } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import type { Config } from "../config/config.ts";
import { transact } from "../events/transact.ts";
import type { Store } from "../store/tables.ts";

export interface IdempotencyKey {
  readonly actor: string;
  readonly endpoint: string;
  readonly key: string;
  readonly requestHash: string;
}

/** Thrown out of a transaction that found the key taken: the first call's answer is the answer. */
export class Replay extends Error {
  readonly response: unknown;

  constructor(response: unknown) {
    super("answered before");
    this.response = response;
  }
}

/** The key of a call that sent bytes, with their sha256. */
export function withContent(config: Config, key: IdempotencyKey, content: string | undefined): IdempotencyKey {
  return content === undefined ? key : { ...key, requestHash: hashRequest(config, [key.requestHash, content]) };
}

/** Whether a call with this key was answered, whatever it held. */
export async function isTaken(store: Store, { actor, endpoint, key }: IdempotencyKey): Promise<boolean> {
  const row = await store
    .selectFrom("idempotency_keys")
    .select("key")
    .where("actor", "=", actor)
    .where("endpoint", "=", endpoint)
    .where("key", "=", key)
    .executeTakeFirst();
  return row !== undefined;
}

/** Hash of all that makes two requests the same. Keyed: a request may hold a password, and the hash is kept for a day. */
export function hashRequest(config: Config, parts: readonly unknown[]): string {
  return createHmac("sha256", config.jwtRefreshSecret).update(JSON.stringify(parts)).digest("hex");
}

/** The answer of an earlier call with this key. */
export async function findAnswer(store: Store, key: IdempotencyKey): Promise<{ response: unknown } | undefined> {
  const row = await store
    .selectFrom("idempotency_keys")
    .select(["request_hash", "response"])
    .where("actor", "=", key.actor)
    .where("endpoint", "=", key.endpoint)
    .where("key", "=", key.key)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.request_hash !== key.requestHash) {
    throw new Problem(
      "IDEMPOTENCY_KEY_REUSED",
      "This Idempotency-Key belongs to a request with other content; use a new one.",
    );
  }
  return row.response === null ? undefined : { response: JSON.parse(row.response) as unknown };
}

/**
 * Claims the key, works and keeps the answer, all in one transaction. A second call with the same key waits in the
 * insert until the first has committed (then it replays) or rolled back (then it works itself).
 */
export async function writeOnce<T>(
  context: AppContext,
  key: IdempotencyKey,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  return transact(context, async (store) => {
    const claim = await store
      .insertInto("idempotency_keys")
      .values({
        actor: key.actor,
        endpoint: key.endpoint,
        key: key.key,
        request_hash: key.requestHash,
        status: null,
        response: null,
        created_at: context.clock.now().toISOString(),
      })
      .onConflict((conflict) => conflict.columns(["actor", "endpoint", "key"]).doNothing())
      .executeTakeFirst();
    if (claim.numInsertedOrUpdatedRows === 0n) {
      const answer = await findAnswer(store, key);
      if (answer === undefined) throw new Error(`idempotency key ${key.key} is taken but has no answer`);
      throw new Replay(answer.response);
    }
    const output = await work(store);
    await store
      .updateTable("idempotency_keys")
      .set({ response: JSON.stringify(output ?? null) })
      .where("actor", "=", key.actor)
      .where("endpoint", "=", key.endpoint)
      .where("key", "=", key.key)
      .execute();
    return output;
  });
}
