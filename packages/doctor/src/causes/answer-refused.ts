import { detail, type Cause } from "./cause.ts";

export const answerRefused: Cause = {
  id: "answer-refused",
  title: "the program reaches a service, and ends over what that answers",
  prior: -2,
  raises: { "ports.reached-then-ended": 4.5, "output.none": 0.5, "exit.nonzero": 0.5, "probe.exit-called": 0.5 },
  lowers: {
    "exit.alive": -8,
    "exit.zero": -3,
    "trace.printed": -2,
    "trace.wrote-files": -2,
    "trace.connect-refused": -4,
    "trace.name-not-resolved": -3,
    "trace.bind-in-use": -5,
    "ports.certificate-expired": -6,
    "output.names-unset-variable": -3,
    "probe.undefined-variable": -1,
    "probe.uncaught": -2,
    "probe.error-swallowed": -2,
    "trace.signal-from-outside": -6,
    "exit.killed": -6,
    "exit.segfault": -5,
    "trace.missing-file": -3,
    "configuration.unparsable": -3,
  },
  explain: (seen) => {
    const [host, port] = [
      detail(seen, "host", "ports.reached-then-ended"),
      detail(seen, "port", "ports.reached-then-ended"),
    ];
    return {
      summary: `${host}:${port} is up and was reached; the program ended after speaking to it, so it dislikes the answer (a login, a version, a protocol) and does not say which.`,
      action: "Ask the service the same with the program's own settings, and read the service's log of that moment.",
    };
  },
};
