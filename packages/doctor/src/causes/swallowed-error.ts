import { detail, type Cause } from "./cause.ts";

export const swallowedError: Cause = {
  id: "swallowed-error",
  title: "the program caught an error, said nothing of it, and ended",
  prior: -2,
  raises: { "probe.error-swallowed": 6, "exit.nonzero": 0.5, "output.none": 0.5 },
  lowers: {
    "exit.alive": -8,
    "trace.printed": -2,
    "trace.wrote-files": -3,
    "probe.undefined-variable": -2,
    "probe.rejection-swallowed": -4,
    "probe.rejection-unhandled": -6,
    "probe.uncaught": -8,
    "probe.server-error": -5,
    "configuration.unparsable": -3,
    "trace.bind-in-use": -5,
    "trace.connect-refused": -5,
    "trace.connect-missing-socket": -5,
    "trace.connect-timeout": -4,
    "trace.name-not-resolved": -5,
    "trace.missing-file": -4,
    "trace.looked-for-in-vain": -3,
    "trace.missing-folder": -4,
    "trace.access-denied": -4,
    "trace.read-only": -5,
    "trace.disk-full": -5,
    "trace.too-many-files": -5,
    "trace.lock-held": -5,
    "trace.input-ended": -2,
    "output.names-unset-variable": -4,
    "exit.killed": -8,
  },
  explain: (seen) => {
    const at = detail(seen, "at", "probe.error-swallowed");
    return {
      summary: `${detail(seen, "message", "probe.error-swallowed")}${at === "" ? "" : ` (at ${at})`}: the program caught this error, said nothing of it, and ended.`,
      action: "Mend what the error names, and let the handler print it before it ends the program.",
    };
  },
};
