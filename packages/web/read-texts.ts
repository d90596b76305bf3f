import { fileURLToPath } from "node:url";
import { lingui } from "@lingui/vite-plugin";

/** Takes the marks off texts and reads catalogues, for the build and for tests. A text whose form cannot be read ends the build. */
export const readTexts = (): ReturnType<typeof lingui> =>
  lingui({ cwd: fileURLToPath(new URL(".", import.meta.url)), macroTransform: true, failOnCompileError: true });
