import { detail, type Cause } from "./cause.ts";

export const unhandledRejection: Cause = {
  id: "unhandled-rejection",
  title: "a promise was rejected and nobody handled it",
  prior: -3,
  raises: { "probe.rejection-unhandled": 6, "exit.nonzero": 0.5 },
  lowers: {
    "trace.connect-refused": -4,
    "trace.name-not-resolved": -4,
    "probe.module-missing": -4,
    "trace.missing-file": -2,
    "output.names-unset-variable": -3,
    "trace.bind-in-use": -5,
    "trace.access-denied": -3,
    "exit.alive": -8,
    "output.heap-limit": -6,
    "trace.read-only": -4,
    "trace.disk-full": -4,
    "trace.too-many-files": -4,
  },
  explain: (seen) => {
    const at = detail(seen, "at", "probe.rejection-unhandled");
    return {
      summary: `A promise was rejected${at === "" ? "" : ` at ${at}`} and nothing caught it: ${detail(seen, "message", "probe.rejection-unhandled")}`,
      action: "Mend what was rejected; where it may fail, catch it, say so, and end with a code other than 0.",
    };
  },
  remedies: (seen) => [
    {
      changes: [
        {
          kind: "set-variable",
          name: "NODE_OPTIONS",
          value: `${seen.subject.environment["NODE_OPTIONS"] ?? ""} --unhandled-rejections=warn`.trim(),
        },
      ],
    },
  ],
};
