import type { UserId } from "@recon/api";
import { ACCESS_ROOM } from "../../events/event-log.ts";
import { emit } from "../../events/transact.ts";
import type { Store } from "../../store/tables.ts";

/** Makes every server look again at what this person's open connections may hear. */
export function tellAccessChanged(store: Store, userId: UserId): void {
  emit(store, { room: ACCESS_ROOM, type: "access.changed", data: { userId } });
}
