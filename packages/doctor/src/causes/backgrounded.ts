import { foregroundRemedies } from "./exec-remedies.ts";
import { lastOf, type Cause } from "./cause.ts";

export const backgrounded: Cause = {
  id: "backgrounded",
  title: "the program was sent to the background, and the first process ended",
  prior: -3,
  raises: { "shell.child-left-running": 10, "process.daemonised": 8 },
  lowers: { "exit.alive": -8 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "shell.child-left-running", "process.daemonised")?.text ?? "The program went to the background"}. Whoever watches the first process takes that for the end and clears away the rest.`,
    action: "Run the program in the foreground: no &, no daemon mode; exec it as the last line of the script.",
    patch: "-PROGRAM &\n+exec PROGRAM",
  }),
  remedies: (seen) => foregroundRemedies(seen),
};
