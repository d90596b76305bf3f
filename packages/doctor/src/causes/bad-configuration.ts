import { configurationRemedies } from "./file-remedies.ts";
import { lastOf, type Cause } from "./cause.ts";

export const badConfiguration: Cause = {
  id: "bad-configuration",
  title: "a configuration file cannot be understood",
  prior: -2.5,
  raises: { "configuration.unparsable": 8, "output.bad-configuration": 6, "exit.nonzero": 0.5 },
  lowers: {
    "exit.alive": -8,
    "output.names-unset-variable": -3,
    "output.blames-set-variable": -2,
    "trace.missing-file": -3,
  },
  explain: (seen) => ({
    summary: `${lastOf(seen, "configuration.unparsable", "output.bad-configuration")?.text ?? "The configuration cannot be understood"}.`,
    action: "Correct the file at the place that is named.",
  }),
  remedies: (seen) => configurationRemedies(seen),
};
