import { detail, type Cause } from "./cause.ts";

export const swallowedRejection: Cause = {
  id: "swallowed-rejection",
  title: "a promise was rejected, the error was swallowed, and nothing was left to run",
  prior: -2,
  raises: {
    "probe.rejection-swallowed": 7,
    "probe.drained": 2,
    "exit.zero": 1,
    "probe.server-intended": 0.5,
    "output.none": 0.5,
  },
  lowers: {
    "trace.wrote-files": -5,
    "trace.printed": -1,
    "exit.alive": -8,
    "probe.exit-called": -0.5,
    "trace.connect-refused": -4,
    "trace.name-not-resolved": -3,
    "trace.bind-in-use": -5,
    "probe.server-error": -3,
    "output.names-unset-variable": -2,
    "trace.input-ended": -4,
  },
  explain: (seen) => {
    const at = detail(seen, "at", "probe.rejection-swallowed");
    return {
      summary: `A promise was rejected${at === "" ? "" : ` at ${at}`} and the error was swallowed: ${detail(seen, "message", "probe.rejection-swallowed")}`,
      action: "Let the handler report the error and set a code other than 0; then mend what was rejected.",
    };
  },
};
