import { execRemedies } from "./exec-remedies.ts";
import { detail, type Cause } from "./cause.ts";

export const entrypointWithoutExec: Cause = {
  id: "entrypoint-without-exec",
  title: "the start script stays in front of the program and swallows signals",
  prior: -3,
  raises: { "shell.waits-without-exec": 5, "engine.stop-timeout": 6, "process.no-term-handler": 1 },
  lowers: { "exit.nonzero": -3, "engine.memory-killed": -8 },
  explain: (seen) => ({
    summary: `A shell is process 1 and does not pass signals on to ${detail(seen, "program", "shell.waits-without-exec") || "the program"}: a request to stop is lost, and everything is killed after the time limit.`,
    action: "Let the script's last line replace the shell: exec PROGRAM.",
    patch: '-PROGRAM "$@"\n+exec PROGRAM "$@"',
  }),
  remedies: (seen) => execRemedies(seen),
};
