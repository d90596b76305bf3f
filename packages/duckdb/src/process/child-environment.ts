import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";

/** What a child process needs of its parent's environment: where programs, files and time are. Everything else, secrets first of all, stays behind. */
const inherited = [
  "PATH",
  "HOME",
  "TMPDIR",
  "TMP",
  "TEMP",
  "TZ",
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "NODE_EXTRA_CA_CERTS",
  "NODE_OPTIONS",
  "LD_LIBRARY_PATH",
  "DYLD_LIBRARY_PATH",
  "SystemRoot",
  "RECON_TRACE",
];

/**
 * The environment for a process that reads other people's files: the named variables of this process alone, its compile cache and `own` beside them. A
 * fault in a reader of files then finds no secret of the server.
 */
export function childEnvironment(own: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  // Node tells the folder of its own version within the one that it was given.
  const ownCache = getCompileCacheDir();
  const cache = process.env["NODE_COMPILE_CACHE"] ?? (ownCache === undefined ? undefined : dirname(ownCache));
  const kept = inherited.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }), ...own };
}
