import { limitRemedies } from "./limit-remedies.ts";
import { detail, type Cause } from "./cause.ts";

export const resourceLimitSignal: Cause = {
  id: "resource-limit-signal",
  title: "a limit on processor time or file size ended it",
  prior: -4,
  raises: { "exit.limit-signal": 12 },
  lowers: {},
  explain: (seen) => ({
    summary: `It ended by ${detail(seen, "signal", "exit.limit-signal")}: a limit on ${detail(seen, "signal", "exit.limit-signal") === "SIGXFSZ" ? "the size of a file" : "processor time"}.`,
    action: "Raise the limit (ulimit -t, ulimit -f, LimitCPU=, LimitFSIZE=).",
    patch: "ulimit -t unlimited; ulimit -f unlimited",
  }),
  remedies: (seen) => limitRemedies(seen, "more-memory"),
};
