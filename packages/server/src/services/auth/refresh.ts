import { Problem, type User } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { hashToken } from "../../security/random-secret.ts";
import type { Store } from "../../store/tables.ts";
import { findUser } from "../users/find-user.ts";
import { endSessions } from "./end-sessions.ts";
import { issueTokens, type Tokens } from "./start-session.ts";
import { transact } from "../../events/transact.ts";

/** Two tabs that wake up together send the same token; both get one, and neither is taken for a thief. */
const graceMs = 10_000;

type Outcome =
  | { readonly kind: "refreshed"; readonly user: User; readonly tokens: Tokens }
  | { readonly kind: "refused"; readonly problem: Problem };

/** Exchanges a refresh token. A token used again after the grace ends its whole session: one of two holders stole it. */
export async function refresh(context: AppContext, token: string): Promise<{ user: User; tokens: Tokens }> {
  // Refusals are returned, not thrown: ending the session must be committed.
  const outcome = await transact(context, (store) => exchange({ ...context, store }, token));
  if (outcome.kind === "refused") throw outcome.problem;
  return outcome;
}

async function exchange(context: AppContext, token: string): Promise<Outcome> {
  const tokenHash = hashToken(token, context.config.jwtRefreshSecret);
  const now = context.clock.now().toISOString();
  const found = await findToken(context.store, tokenHash);
  if (found === undefined || found.revoked_at !== null || found.expires_at <= now) return refused("REFRESH_INVALID");
  if (found.status !== "active") return refused("USER_DISABLED");
  const first = await context.store
    .updateTable("refresh_tokens")
    .set({ rotated_at: now })
    .where("token_hash", "=", tokenHash)
    .where("rotated_at", "is", null)
    .executeTakeFirst();
  if (first.numUpdatedRows === 0n) {
    const rotatedAt = (await findToken(context.store, tokenHash))?.rotated_at ?? now;
    if (Date.parse(now) - Date.parse(rotatedAt) > graceMs) {
      await endSessions(context, { userId: found.user_id, only: found.session_id, reason: "reuse" });
      context.log.warn({ userId: found.user_id, sessionId: found.session_id }, "refresh token reused; session ended");
      return refused("REFRESH_REUSED");
    }
  }
  const tokens = await issueTokens(context, { userId: found.user_id, sessionId: found.session_id });
  await context.store
    .updateTable("sessions")
    .set({ expires_at: tokens.refreshExpiresAt.toISOString() })
    .where("id", "=", found.session_id)
    .execute();
  return { kind: "refreshed", user: await findUser(context.store, found.user_id), tokens };
}

function findToken(store: Store, tokenHash: string) {
  return store
    .selectFrom("refresh_tokens")
    .innerJoin("sessions", "sessions.id", "refresh_tokens.session_id")
    .innerJoin("users", "users.id", "sessions.user_id")
    .select([
      "refresh_tokens.session_id",
      "refresh_tokens.expires_at",
      "refresh_tokens.rotated_at",
      "sessions.user_id",
      "sessions.revoked_at",
      "users.status",
    ])
    .where("refresh_tokens.token_hash", "=", tokenHash)
    .executeTakeFirst();
}

function refused(code: "REFRESH_INVALID" | "REFRESH_REUSED" | "USER_DISABLED"): Outcome {
  return { kind: "refused", problem: new Problem(code) };
}
