import type { StoreContext } from "../../app-context.ts";

const dayMs = 86_400_000;

/** Deletes what has run out: sessions with their tokens and tickets, reset links, counts of attempts, idempotency keys of yesterday. */
export async function pruneExpired({ store, clock }: StoreContext): Promise<void> {
  const now = clock.now().getTime();
  const dayAgo = new Date(now - dayMs).toISOString();
  await store.deleteFrom("idempotency_keys").where("created_at", "<", dayAgo).execute();
  await store.deleteFrom("login_attempts").where("since", "<", dayAgo).execute();
  await store.deleteFrom("password_resets").where("expires_at", "<", dayAgo).execute();
  await store.deleteFrom("refresh_tokens").where("expires_at", "<", dayAgo).execute();
  // Tickets name sessions, which could not go before them.
  await store.deleteFrom("ws_tickets").where("expires_at", "<", new Date(now).toISOString()).execute();
  // A session's expiry is never before that of its last token.
  await store
    .deleteFrom("sessions")
    .where("expires_at", "<", dayAgo)
    .where((builder) =>
      builder.not(
        builder.exists(
          builder.selectFrom("refresh_tokens").select("token_hash").whereRef("session_id", "=", "sessions.id"),
        ),
      ),
    )
    .execute();
}
