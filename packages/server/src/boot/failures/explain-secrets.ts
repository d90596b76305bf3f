import { SecretsFileCorrupt } from "../../config/secrets-file.ts";
import type { Analyzer } from "../analyze-failure.ts";
import { serveExit } from "../failure.ts";

/** The generated secrets are kept for good; a damaged file is never replaced by itself. */
export const explainSecrets: Analyzer = (error, phase) => {
  if (!(error instanceof SecretsFileCorrupt)) return undefined;
  return {
    code: "SECRETS_FILE_CORRUPT",
    description: `the secrets file is damaged (phase ${phase}): ${error.message}`,
    action:
      "Restore it from a backup. Without one, move it away: new secrets are made, everybody has to sign in again, and stored credentials must be entered anew.",
    exitCode: serveExit.configuration,
  };
};
