import { resolve } from "node:path";
import { dataDirOf } from "../config/data-dir.ts";
import { newId } from "../store/new-id.ts";
import { trailOf } from "./breadcrumbs.ts";

/** What the launcher decides for its server. */
export interface StartIdentity {
  readonly dataDir: string;
  readonly instanceId: string;
  /** File of this start's breadcrumbs. */
  readonly trail: string;
}

export const ownVariables = ({ dataDir, instanceId, trail }: StartIdentity): Record<string, string> => ({
  DATA_DIR: dataDir,
  RECON_INSTANCE_ID: instanceId,
  RECON_TRAIL: trail,
});

/** The identity given by the launcher, or one of its own for a server that was started without one. */
export function readStartIdentity(env: NodeJS.ProcessEnv): StartIdentity {
  const dataDir = resolve(dataDirOf(env));
  const instanceId = env["RECON_INSTANCE_ID"] ?? newId<string>();
  return { dataDir, instanceId, trail: env["RECON_TRAIL"] ?? trailOf(dataDir, instanceId) };
}
