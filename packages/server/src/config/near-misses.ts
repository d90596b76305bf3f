import { nearestName } from "@recon/core/nearest-name";
import { settingNames } from "./settings.ts";

/** Variables of other programs that lie close to ours by accident. */
const foreign = new Set(["HOSTS", "POST", "PORTS", "GHOST", "HOME", "PGPORT", "PGHOST", "PROMPT", "HOSTNAME"]);
/** Below this length almost any name is near another one. */
const SHORTEST = 6;

/** Variables that are set but unknown and that look like a slip of a known one. */
export function findNearMisses(env: NodeJS.ProcessEnv): readonly { given: string; meant: string }[] {
  const known = new Set<string>(settingNames);
  return Object.keys(env).flatMap((given) => {
    if (known.has(given) || foreign.has(given)) return [];
    if (given.toUpperCase() !== given && known.has(given.toUpperCase()) && !given.startsWith("npm_")) {
      return [{ given, meant: given.toUpperCase() }];
    }
    if (given.length < SHORTEST) return [];
    const meant = nearestName(given, settingNames);
    return meant === undefined || env[meant] !== undefined ? [] : [{ given, meant }];
  });
}
