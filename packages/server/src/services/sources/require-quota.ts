import { Problem } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { readSettings } from "../settings/read-settings.ts";

/** Refuses what would exceed the quota: files, announced uploads and result sets count. */
export async function requireQuota(
  { config, store }: Pick<AppContext, "config" | "store">,
  moreBytes: number,
): Promise<void> {
  const quota = (await readSettings(store)).storageQuotaBytes ?? config.storageQuotaBytes;
  if (quota === undefined) return;
  const used = await usedBytes(store);
  if (used + moreBytes <= quota) return;
  throw new Problem(
    "QUOTA_EXCEEDED",
    `${used.toLocaleString("en")} of ${quota.toLocaleString("en")} bytes are used; delete runs or files that nobody needs, or ask the administrator for more.`,
  );
}

async function usedBytes(store: AppContext["store"]): Promise<number> {
  const sum = (rows: readonly { bytes: unknown }[]): number =>
    rows.reduce((total, { bytes }) => total + Number(bytes ?? 0), 0);
  return sum([
    ...(await store
      .selectFrom("sources")
      .select((eb) => eb.fn.sum("size_bytes").as("bytes"))
      .where("state", "<>", "deleted")
      .execute()),
    ...(await store
      .selectFrom("uploads")
      .select((eb) => eb.fn.sum("size_bytes").as("bytes"))
      .where("state", "=", "receiving")
      .execute()),
    ...(await store
      .selectFrom("runs")
      .select((eb) => eb.fn.sum("size_bytes").as("bytes"))
      .where("result_folder", "is not", null)
      .execute()),
  ]);
}
