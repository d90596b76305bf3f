import { homedir } from "node:os";
import { join } from "node:path";

/** The data folder, needed before anything is known to be right: the launcher keeps its history there. */
export function dataDirOf(env: NodeJS.ProcessEnv): string {
  const given = env["DATA_DIR"];
  return given === undefined || given === "" ? join(homedir(), ".local", "share", "recon") : given;
}
