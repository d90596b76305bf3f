import { rm } from "node:fs/promises";
import type { AppContext } from "../app-context.ts";
import { emit, transact } from "../events/transact.ts";
import { readSettings } from "../services/settings/read-settings.ts";
import { resultFolder } from "./data-folders.ts";
import { runRooms, runSubject } from "./run-writes.ts";

const DAY_MS = 86_400_000;

/** Removes result sets beyond the retention; the newest of each reconciliation stays, and so do the runs' rows with their summaries. */
export async function retainResults(
  context: Pick<AppContext, "config" | "store" | "events" | "clock" | "log" | "results" | "metrics">,
): Promise<number> {
  const { dataDir } = context.config;
  const resultRetentionDays =
    (await readSettings(context.store)).resultRetentionDays ?? context.config.resultRetentionDays;
  if (resultRetentionDays === undefined) return 0;
  const at = context.clock.now();
  const before = new Date(at.getTime() - resultRetentionDays * DAY_MS).toISOString();
  const old = await context.store
    .selectFrom("runs")
    .select(["id", "project_id", "reconciliation_id", "mode", "result_folder"])
    .where("result_folder", "is not", null)
    .where("finished_at", "<", before)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("runs as newer")
          .select("newer.id")
          .whereRef("newer.reconciliation_id", "=", "runs.reconciliation_id")
          .whereRef("newer.created_at", ">", "runs.created_at")
          .where("newer.result_folder", "is not", null),
      ),
    )
    .execute();
  for (const run of old) {
    await transact(context, async (store) => {
      const { numUpdatedRows } = await store
        .updateTable("runs")
        .set({ result_folder: null, result_removed_at: at.toISOString() })
        .where("id", "=", run.id)
        .where("result_folder", "=", run.result_folder)
        .executeTakeFirst();
      // Another server, or a person, was faster.
      if (numUpdatedRows === 0n) return;
      for (const room of runRooms(run))
        emit(store, { room, type: "run.changed", data: { ...runSubject(run), what: "deleted" } });
    });
    await context.results.forget(run.result_folder!);
    // The row first: what is gone is never named, and what is not named is swept.
    await rm(resultFolder(dataDir, run.result_folder!), { recursive: true, force: true });
    context.log.info({ runId: run.id }, "result set removed by retention");
  }
  return old.length;
}
