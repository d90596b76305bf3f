import type { SessionId, UserId } from "@recon/api";
import type { StoreContext } from "../../app-context.ts";
import { tellAccessChanged } from "../users/tell-access-changed.ts";
import type { SessionTable } from "../../store/tables/people.ts";

export interface EndedSessions {
  readonly userId: UserId;
  /** Only this one. */
  readonly only?: SessionId;
  /** All but this one. */
  readonly except?: SessionId;
  readonly reason: NonNullable<SessionTable["revoked_reason"]>;
}

/** Ends sessions of a person at once, access tokens and live connections included; says how many. In a transaction. */
export async function endSessions(
  context: Pick<StoreContext, "store" | "clock">,
  which: EndedSessions,
): Promise<number> {
  const { only, except } = which;
  const result = await context.store
    .updateTable("sessions")
    .set({ revoked_at: context.clock.now().toISOString(), revoked_reason: which.reason })
    .where("user_id", "=", which.userId)
    .where("revoked_at", "is", null)
    .$if(only !== undefined, (query) => query.where("id", "=", only as SessionId))
    .$if(except !== undefined, (query) => query.where("id", "!=", except as SessionId))
    .executeTakeFirst();
  tellAccessChanged(context.store, which.userId);
  return Number(result.numUpdatedRows);
}
