import type { StoreDialect } from "./column-types.ts";
import { openEmbedded } from "./open-embedded.ts";
import { openPostgres } from "./open-postgres.ts";
import type { Store } from "./tables.ts";

export interface OpenStore {
  readonly db: Store;
  readonly dialect: StoreDialect;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly dataDir: string;
  /** Absent: the embedded store in `dataDir`. */
  readonly databaseUrl?: string | undefined;
  /** For administrative commands beside a running server. */
  readonly shared?: boolean;
  readonly onIdleError?: (error: Error) => void;
}

/** Opens the store without migrating it. */
export function openStore(options: StoreOptions): OpenStore {
  if (options.databaseUrl === undefined) return openEmbedded(options.dataDir, { shared: options.shared ?? false });
  return openPostgres(options.databaseUrl, { onIdleError: options.onIdleError ?? (() => undefined) });
}
