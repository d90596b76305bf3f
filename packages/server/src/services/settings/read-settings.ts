import type { Settings } from "@recon/api";
import type { Store } from "../../store/tables.ts";

export const settingsKey = "server";

export const defaultSettings: Settings = {
  registration: "closed",
  resultRetentionDays: null,
  storageQuotaBytes: null,
  version: 1,
};

/** Settings as they are now; what nobody has changed yet has its default. */
export async function readSettings(store: Store): Promise<Settings> {
  const row = await store
    .selectFrom("settings")
    .select(["value", "version"])
    .where("key", "=", settingsKey)
    .executeTakeFirst();
  if (row === undefined) return defaultSettings;
  return { ...defaultSettings, ...(JSON.parse(row.value) as Partial<Settings>), version: row.version };
}
