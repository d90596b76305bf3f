import { limitRemedies } from "./limit-remedies.ts";
import { lastOf, servicePatch, type Cause } from "./cause.ts";

export const processLimit: Cause = {
  id: "process-limit",
  title: "no further process or thread may be started",
  prior: -3,
  raises: { "trace.process-limit": 10 },
  lowers: { "exit.alive": -6 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "trace.process-limit")?.text ?? "The limit of processes is reached"}.`,
    action: "Raise the limit of processes.",
    patch: servicePatch(seen, ["pids_limit: 512"], "docker update --pids-limit 512 NAME   # shell: ulimit -u"),
  }),
  remedies: (seen) => limitRemedies(seen, "more-processes"),
};
