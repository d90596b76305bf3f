/** The bundled example, reconciled on the way that every upload goes. */
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProjectId, RunId, SourceId, UserId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { transact } from "../../events/transact.ts";
import { nameKey } from "../../store/name-key.ts";
import { newId } from "../../store/new-id.ts";
import { createReconciliation } from "../reconciliations/save-reconciliation.ts";
import { uploadSource } from "../sources/upload-source.ts";
import { insertRun, prepareRun } from "./start-run.ts";

const PROJECT_NAME = "Example: bank and ledger";
const READY_POLL_MS = 100;
const READY_TIMEOUT_MS = 120_000;

const bundledFolder = (): string => fileURLToPath(new URL("../../../../../examples/bank-ledger", import.meta.url));

/**
 * Creates a project, uploads the example's files, saves its plan and starts a run, as the first administrator; jobs must be running. Does nothing
 * where there is a project already, or no example. Resolves with the run when it is in the queue. What an interrupted start left is left: it is visible.
 */
export async function seedExample(context: AppContext, folder: string = bundledFolder()): Promise<RunId | undefined> {
  const { store } = context;
  const administrator = await store
    .selectFrom("users")
    .select("id")
    .where("role", "=", "admin")
    .orderBy("created_at")
    .executeTakeFirst();
  const project = await store.selectFrom("projects").select("id").executeTakeFirst();
  if (administrator === undefined || project !== undefined || !existsSync(join(folder, "bank-ledger.recon.yaml")))
    return undefined;
  const actor = { userId: administrator.id };
  const projectId = await createExampleProject(context, actor.userId);
  const upload = (fileName: string) =>
    uploadSource(context, actor, {
      projectId,
      fileName,
      bytes: createReadStream(join(folder, fileName)),
      sizeBytes: undefined,
      sha256: undefined,
      write: (work) => transact(context, work),
    });
  const left = await upload("bank.csv");
  const right = await upload("ledger.xlsx");
  await Promise.all([whenReady(context, left.id), whenReady(context, right.id)]);
  const plan = readFileSync(join(folder, "bank-ledger.recon.yaml"), "utf8");
  const reconciliation = await transact(context, (trx) =>
    createReconciliation({ ...context, store: trx }, actor, {
      projectId,
      name: "Bank and ledger, October",
      description:
        "One month of a bank account against the ledger account that mirrors it; breaks are planted on purpose.",
      plan,
      left: [left.id],
      right: [right.id],
    }),
  );
  const prepared = await prepareRun(context, { reconciliationId: reconciliation.id, mode: "full" });
  const run = await transact(context, (trx) => insertRun({ ...context, store: trx }, actor, prepared));
  return run.id;
}

async function createExampleProject({ store, clock }: AppContext, userId: UserId): Promise<ProjectId> {
  const at = clock.now().toISOString();
  const id = newId<ProjectId>();
  await store
    .insertInto("projects")
    .values({
      id,
      name: PROJECT_NAME,
      name_key: nameKey(PROJECT_NAME),
      description: "Made at the first start; delete it when you like.",
      status: "active",
      created_at: at,
      created_by: userId,
      updated_at: at,
      version: 1,
    })
    .execute();
  return id;
}

async function whenReady({ store }: AppContext, id: SourceId): Promise<void> {
  const giveUpAt = performance.now() + READY_TIMEOUT_MS;
  for (;;) {
    const { state, problem } = await store
      .selectFrom("sources")
      .select(["state", "problem"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    if (state === "ready") return;
    if (state !== "processing") throw new Error(`the example's file could not be read: ${problem ?? state}`);
    if (performance.now() > giveUpAt)
      throw new Error("the example's files were not looked at in time; is the job worker running?");
    await new Promise((resolve) => setTimeout(resolve, READY_POLL_MS));
  }
}
