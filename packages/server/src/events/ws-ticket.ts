import { createHash, randomBytes } from "node:crypto";
import type { SessionId, UserId } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import type { Actor } from "../security/actor.ts";

const TICKET_LIFE_MS = 30_000;
const TICKET_BYTES = 32;

const hashOf = (ticket: string): string => createHash("sha256").update(ticket).digest("hex");

/** A secret for one connection: an access token in an address would end up in logs. */
export async function issueTicket(
  { store, clock }: Pick<AppContext, "store" | "clock">,
  actor: Actor,
): Promise<{ ticket: string; expiresAt: string }> {
  const ticket = randomBytes(TICKET_BYTES).toString("base64url");
  const expiresAt = new Date(clock.now().getTime() + TICKET_LIFE_MS).toISOString();
  await store
    .insertInto("ws_tickets")
    .values({
      ticket_hash: hashOf(ticket),
      user_id: actor.userId,
      session_id: actor.sessionId,
      expires_at: expiresAt,
      token_expires_at: actor.tokenExpiresAt.toISOString(),
    })
    .execute();
  return { ticket, expiresAt };
}

export interface Admitted {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly tokenExpiresAt: Date;
}

/** Takes a ticket out of the store: nobody takes it twice, whichever server is asked. */
export async function redeemTicket(
  { store, clock }: Pick<AppContext, "store" | "clock">,
  ticket: string,
): Promise<Admitted | undefined> {
  const now = clock.now();
  const row = await store
    .deleteFrom("ws_tickets")
    .where("ticket_hash", "=", hashOf(ticket))
    .returningAll()
    .executeTakeFirst();
  if (row === undefined || row.expires_at <= now.toISOString()) return undefined;
  return { userId: row.user_id, sessionId: row.session_id, tokenExpiresAt: new Date(row.token_expires_at) };
}
