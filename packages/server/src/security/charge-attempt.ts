import { sql } from "kysely";
import { Problem } from "@recon/api";
import type { StoreContext } from "../app-context.ts";
import type { Store } from "../store/tables.ts";
import { networkOf } from "./network-of.ts";

const windowMs = 15 * 60_000;
const attemptsPerAddress = 10;
/** Higher, so that a stranger elsewhere cannot easily keep somebody out. */
const attemptsInAll = 100;
const everywhere = "*";

/**
 * Counts an attempt on an account before the password is looked at, so that a hundred attempts at once count as a
 * hundred. Unknown accounts count alike: nothing tells them apart.
 */
export async function chargeAttempt(context: StoreContext, attempt: { email: string; address: string }): Promise<void> {
  const now = context.clock.now().getTime();
  const here = await count(context.store, { email: attempt.email, address: networkOf(attempt.address), now });
  const inAll = await count(context.store, { email: attempt.email, address: everywhere, now });
  if (here.attempts <= attemptsPerAddress && inAll.attempts <= attemptsInAll) return;
  const since = here.attempts > attemptsPerAddress ? here.since : inAll.since;
  throw new Problem(
    "LOCKED_OUT",
    "Too many failed attempts; wait a quarter of an hour or ask an administrator for a reset link.",
    { retryAfterS: (Date.parse(since) + windowMs - now) / 1000 },
  );
}

/** One statement, so that attempts at once cannot read each other's old count. A window that is over starts anew. */
async function count(store: Store, attempt: { email: string; address: string; now: number }) {
  const since = new Date(attempt.now).toISOString();
  const over = sql`login_attempts.since <= ${new Date(attempt.now - windowMs).toISOString()}`;
  return store
    .insertInto("login_attempts")
    .values({ email: attempt.email, address: attempt.address, attempts: 1, since })
    .onConflict((conflict) =>
      conflict.columns(["email", "address"]).doUpdateSet({
        attempts: sql`case when ${over} then 1 else login_attempts.attempts + 1 end`,
        since: sql`case when ${over} then ${since} else login_attempts.since end`,
      }),
    )
    .returning(["attempts", "since"])
    .executeTakeFirstOrThrow();
}

/** A right password, a reset and an administrator's help wipe the slate. */
export async function forgiveAttempts(store: Store, email: string): Promise<void> {
  await store.deleteFrom("login_attempts").where("email", "=", email).execute();
}
