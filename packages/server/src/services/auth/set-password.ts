import type { UserId } from "@recon/api";
import type { StoreContext } from "../../app-context.ts";

/**
 * Replaces a password hash; what follows from it (sessions, attempts) is the caller's. Says whether it did: with `from`, only while that is still the
 * hash.
 */
export async function setPasswordHash(
  context: Pick<StoreContext, "store" | "clock">,
  change: { userId: UserId; passwordHash: string; mustChange: boolean; from?: string },
): Promise<boolean> {
  const { from } = change;
  const { numUpdatedRows } = await context.store
    .updateTable("users")
    .set((row) => ({
      password_hash: change.passwordHash,
      must_change_password: change.mustChange ? 1 : 0,
      updated_at: context.clock.now().toISOString(),
      version: row("version", "+", 1),
    }))
    .where("id", "=", change.userId)
    .$if(from !== undefined, (query) => query.where("password_hash", "=", from!))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
