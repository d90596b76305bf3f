import { readFileSync } from "node:fs";
import type { Instance } from "../app-context.ts";
import { serveExit, StartFailure } from "./failure.ts";
import type { ServerLife } from "./server-life.ts";

/**
 * Who this server is. `scripts/build.js` writes `dist/build.json` after everything else, so that its absence tells of
 * half a build.
 */
export function readInstance({ identity, startedAt }: ServerLife): Instance {
  const { version } = readJson("../../package.json") as { version: string };
  const fromSource = import.meta.url.endsWith(".ts");
  const buildHash = fromSource ? "source" : readBuildHash();
  return { id: identity.instanceId, startedAt: startedAt.toISOString(), version, buildHash };
}

function readBuildHash(): string {
  try {
    return (readJson("../build.json") as { buildHash: string }).buildHash;
  } catch (cause) {
    throw new StartFailure(
      {
        code: "BUILD_INCOMPLETE",
        description: "the program's build was never finished: dist/build.json is missing or damaged",
        action: 'Run "npm run build" to its end; in an image, copy every package\'s dist completely.',
        exitCode: serveExit.bug,
      },
      { cause },
    );
  }
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
