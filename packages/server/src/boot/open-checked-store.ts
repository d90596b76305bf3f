import { sql } from "kysely";
import type { Logger } from "pino";
import type { Config } from "../config/config.ts";
import type { DependencyCheck } from "../observe/health.ts";
import { openStore, type OpenStore } from "../store/open-store.ts";
import { awaitDependency, type FailedTry } from "./await-dependency.ts";
import { StartFailure } from "./failure.ts";
import { explainStore, explainUnreachableStore } from "./failures/explain-store.ts";
import { readPastStarts } from "./past-starts.ts";
import { describeProcess } from "./process-identity.ts";

const OLDEST_POSTGRES = 150_000;

/** Faults that another try may not meet: the server is still coming up, or full for the moment. */
const passing = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
  "08001",
  "08006",
  "53300",
  "57P01",
  "57P02",
  "57P03",
]);
const passingMessage = /timeout exceeded when trying to connect|Connection terminated|timeout expired/i;

export interface StoreOpening {
  readonly config: Config;
  readonly log: Logger;
  readonly stop: AbortSignal;
  readonly instanceId: string;
}

/** The store, answering. Waits for one that is not there yet; explains one that will never be. */
export async function openCheckedStore({ config, log, stop, instanceId }: StoreOpening): Promise<OpenStore> {
  const onIdleError = (error: Error): void => log.warn({ err: error }, "an idle connection to the store broke");
  try {
    return await awaitDependency({
      dependency: "store",
      tries: config.databaseUrl === undefined ? 1 : config.dependencyTries,
      stop,
      attempt: () => tryStore(openStore({ ...config, onIdleError })),
      mayPass,
      onFailedTry: (failed) => logFailedTry(log, failed),
    });
  } catch (error) {
    throw explained(error as Error & { code?: unknown }, { config, instanceId });
  }
}

function mayPass(error: Error & { code?: unknown }): boolean {
  return passing.has(String(error.code)) || passingMessage.test(error.message);
}

function logFailedTry(log: Logger, { dependency, attempt, tries, nextInS, error }: FailedTry): void {
  const next = nextInS === undefined ? "giving up" : `next try in ${nextInS} s`;
  log.warn(
    { dependency, attempt, tries, reason: reasonOf(error) },
    `${dependency}: try ${attempt} of ${tries} failed, ${next}`,
  );
}

/** Node reports a name with several addresses as one error without a message of its own. */
function reasonOf(error: Error & { code?: unknown }): string {
  if (error instanceof AggregateError) return error.errors.map((each: Error) => each.message).join("; ");
  return error.message;
}

async function tryStore(store: OpenStore): Promise<OpenStore> {
  try {
    if (store.dialect === "postgres") await refuseOldPostgres(store);
    else await sql`select 1`.execute(store.db);
    return store;
  } catch (error) {
    await store.close().catch(() => undefined);
    throw error;
  }
}

async function refuseOldPostgres(store: OpenStore): Promise<void> {
  const { rows } = await sql<{ server_version_num: string }>`show server_version_num`.execute(store.db);
  const version = Number(rows[0]?.server_version_num);
  if (version >= OLDEST_POSTGRES) return;
  throw Object.assign(new Error(`it is version ${Math.floor(version / 10_000)}`), { code: "STORE_TOO_OLD" });
}

function explained(
  error: Error & { code?: unknown },
  { config, instanceId }: { config: Config; instanceId: string },
): Error {
  if (error.name === "AbortError") return error;
  if (error.code === "STORE_IN_USE") return namingOwner(error, { dataDir: config.dataDir, instanceId });
  const isConnection = passing.has(String(error.code)) && explainStore(error, "store") === undefined;
  if (config.databaseUrl === undefined || !(isConnection || passingMessage.test(error.message))) return error;
  const { hostname, port } = new URL(config.databaseUrl);
  const told = Object.assign(new Error(`${hostname}:${port || 5432}: ${reasonOf(error)}`), { code: error.code });
  return new StartFailure(explainUnreachableStore(told, "store"), { cause: error });
}

function namingOwner(error: Error, { dataDir, instanceId }: { dataDir: string; instanceId: string }): Error {
  const base = explainStore(error as Error & { code?: unknown }, "store");
  const owner = readPastStarts(dataDir).findLast(
    (start) => start.state.kind === "running" && start.instanceId !== instanceId,
  );
  if (base === undefined || owner === undefined) return error;
  const description = `another server works with the embedded store in ${dataDir}: ${describeProcess(owner.pid)}`;
  return new StartFailure({ ...base, description }, { cause: error });
}

export function storeCheck(store: OpenStore): DependencyCheck {
  return {
    name: "store",
    kind: store.dialect,
    essential: true,
    measure: async () => void (await sql`select 1`.execute(store.db)),
  };
}
