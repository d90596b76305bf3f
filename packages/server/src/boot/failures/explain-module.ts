import type { Analyzer } from "../analyze-failure.ts";
import { serveExit } from "../failure.ts";

const REINSTALL =
  'Run "npm ci && npm run build" again; in an image, copy node_modules and every package\'s dist completely, built for its platform.';

/** The program itself is incomplete, half built or built for another system. */
export const explainModule: Analyzer = (error, phase) => {
  const describe = (code: string, what: string) => ({
    code,
    description: `${what} (phase ${phase}): ${error.message.split("\n")[0]}`,
    action: REINSTALL,
    exitCode: serveExit.bug,
  });
  if (error.code === "ERR_MODULE_NOT_FOUND" || error.code === "MODULE_NOT_FOUND") {
    return describe("MODULE_MISSING", "a part of the program is missing");
  }
  if (error.code === "ERR_DLOPEN_FAILED") return describe("LIBRARY_UNUSABLE", "a native library cannot be loaded");
  // A module that lacks an export, or is cut off: files of two builds, or half of one.
  if (
    error instanceof SyntaxError &&
    /does not provide an export|^Unexpected|Invalid or unexpected|missing \)/.test(error.message)
  ) {
    return describe("MODULE_BROKEN", "a part of the program does not fit the rest or is cut off");
  }
  return undefined;
};
