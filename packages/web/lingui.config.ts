import { defineConfig } from "@lingui/cli";
import { formatter } from "@lingui/format-po";

export default defineConfig({
  sourceLocale: "en",
  // en-XA: no language, but English with accents; what stands in plain letters has not come from a catalogue.
  locales: ["en", "en-XA"],
  pseudoLocale: "en-XA",
  catalogs: [{ path: "<rootDir>/src/locales/{locale}", include: ["<rootDir>/src"] }],
  format: formatter({ lineNumbers: false, printPlaceholdersInComments: false }),
  orderBy: "origin",
});
