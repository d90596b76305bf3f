import { detail, type Cause } from "./cause.ts";

export const uncaughtError: Cause = {
  id: "uncaught-error",
  title: "an error or panic that nobody caught ended the program",
  prior: -2.5,
  raises: { "output.panic": 7, "output.uncaught": 6, "probe.uncaught": 5, "exit.rust-panic": 3, "exit.nonzero": 0.5 },
  lowers: {
    "exit.alive": -8,
    "probe.rejection-unhandled": -4,
    "output.version-missing": -6,
    "trace.connect-refused": -5,
    "trace.name-not-resolved": -5,
    "probe.module-missing": -8,
    "output.module-missing": -5,
    "trace.missing-file": -4,
    "trace.missing-folder": -4,
    "output.missing-file": -1,
    "output.names-unset-variable": -4,
    "output.blames-set-variable": -2,
    "trace.bind-in-use": -7,
    "trace.bind-denied": -6,
    "trace.access-denied": -5,
    "trace.read-only": -6,
    "trace.disk-full": -6,
    "trace.too-many-files": -6,
    "configuration.unparsable": -4,
    "output.heap-limit": -8,
    "output.memory": -3,
    "trace.input-ended": -5,
    "trace.lock-held": -3,
    "output.bad-configuration": -3,
    "output.disk-full": -3,
    "output.read-only": -3,
    "output.too-many-files": -3,
    "trace.not-permitted": -3,
    "output.port-taken": -3,
    "trace.process-limit": -4,
    "trace.connect-missing-socket": -4,
    "trace.connect-timeout": -4,
  },
  explain: (seen) => {
    const at = detail(seen, "at", "probe.uncaught", "output.panic");
    const message = detail(seen, "message", "probe.uncaught", "output.panic", "output.uncaught");
    const name = detail(seen, "name", "probe.uncaught", "output.uncaught");
    return {
      summary: `${name === "" ? "A panic" : name}${at === "" ? "" : ` at ${at}`} that nobody caught ended the program: ${message}`,
      action: "Mend the place that it names; it happens before the program can serve.",
    };
  },
};
