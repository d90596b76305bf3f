import { Problem, type Settings } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import type { Actor } from "../../security/actor.ts";
import { defaultSettings, readSettings, settingsKey } from "./read-settings.ts";

type Change = { readonly [Key in keyof Omit<Settings, "version">]?: Settings[Key] | undefined };

export async function updateSettings(
  context: AppContext,
  actor: Actor,
  { change, expectedVersion }: { change: Change; expectedVersion: number | undefined },
): Promise<Settings> {
  const { store } = context;
  const at = context.clock.now().toISOString();
  // The row exists from the first edit on; the edit itself then always finds one to compare versions with.
  const { version, ...defaults } = defaultSettings;
  await store
    .insertInto("settings")
    .values({ key: settingsKey, value: JSON.stringify(defaults), updated_at: at, updated_by: null, version })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
  const before = await readSettings(store);
  const { version: seen, ...values } = before;
  const result = await store
    .updateTable("settings")
    .set({
      value: JSON.stringify({ ...values, ...change }),
      updated_at: at,
      updated_by: actor.userId,
      version: seen + 1,
    })
    .where("key", "=", settingsKey)
    .where("version", "=", expectedVersion ?? seen)
    .where("version", "=", seen)
    .executeTakeFirst();
  const current = await readSettings(store);
  if (result.numUpdatedRows === 0n) {
    throw new Problem("VERSION_CONFLICT", "Somebody changed the settings in the meantime.", { current });
  }
  return current;
}
