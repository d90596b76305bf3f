import { rebuiltRemedies } from "./rebuilt-remedies.ts";
import { lastOf, type Cause } from "./cause.ts";

export const staleBuild: Cause = {
  id: "stale-build",
  title: "what runs is older than the sources: a build was skipped",
  prior: -2.5,
  raises: { "source.build-note-outlives-output": 11, "source.output-older": 6, "source.differs-from-output": 5 },
  lowers: { "source.literals-present": -2, "source.literals-absent": -4 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "source.build-note-outlives-output", "source.output-older", "source.differs-from-output")?.text ?? "the build is stale"}.`,
    action: "Remove the build's notes together with its output and build again.",
    patch: "rm -rf dist *.tsbuildinfo && npx tsc -b --force",
  }),
  remedies: (seen) => rebuiltRemedies(seen),
};
