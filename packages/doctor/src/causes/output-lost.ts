import { detail, has, type Cause } from "./cause.ts";

export const outputLost: Cause = {
  id: "output-lost",
  title: "the last words were lost: output was not flushed before the exit",
  prior: -3,
  raises: { "probe.pending-output": 7, "experiment.terminal-reveals": 8, "output.none": 0.5 },
  lowers: {
    "exit.alive": -8,
    "output.names-unset-variable": -3,
    "trace.connect-refused": -3,
    "probe.undefined-variable": -1,
  },
  explain: (seen) => {
    const lost =
      detail(seen, "text", "probe.pending-output", "experiment.terminal-reveals").trim().split("\n")[0] ?? "";
    return {
      summary: `The program explains its end, but the words were still in a buffer when it exited: ${JSON.stringify(lost.slice(0, 200))}`,
      action:
        "Write error messages synchronously to standard error (or flush) before exiting; in Node set process.exitCode instead of calling process.exit().",
    };
  },
  remedies: (seen) =>
    has(seen, "probe.pending-output")
      ? [{ changes: [{ kind: "flush-output" }], shows: "says-more" }]
      : [{ changes: [{ kind: "terminal" }], shows: "says-more" }],
};
