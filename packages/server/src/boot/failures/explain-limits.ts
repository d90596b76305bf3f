import type { Analyzer } from "../analyze-failure.ts";
import { serveExit } from "../failure.ts";

/** Limits of the system and of this process. */
export const explainLimits: Analyzer = (error, phase) => {
  switch (error.code) {
    case "EMFILE":
    case "ENFILE":
      return {
        code: "TOO_MANY_FILES",
        description: `too many files are open (phase ${phase}, ${error.code})`,
        action: "Raise the limit of open files (ulimit -n, LimitNOFILE, --ulimit nofile) to at least 4096.",
        exitCode: serveExit.system,
      };
    case "EAGAIN":
    case "ENOMEM":
    case "ERR_WORKER_OUT_OF_MEMORY":
    case "ERR_MEMORY_ALLOCATION_FAILED":
      return {
        code: "OUT_OF_MEMORY",
        description: `the system gave no more memory or processes (phase ${phase}, ${error.code}): ${error.message}`,
        action: "Raise the container's limits of memory and processes (pids), or free some.",
        exitCode: serveExit.system,
      };
    default:
      return undefined;
  }
};
