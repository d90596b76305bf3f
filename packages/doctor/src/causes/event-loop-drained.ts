import { detail, has, type Cause } from "./cause.ts";

/** What may have kept a program from telling its server to listen. */
const REASONS = [
  "probe.error-swallowed",
  "probe.rejection-swallowed",
  "probe.undefined-variable",
  "exit.nonzero",
] as const;

export const eventLoopDrained: Cause = {
  id: "event-loop-drained",
  title: "the event loop ran empty: nothing kept the program alive",
  prior: -2,
  raises: { "probe.drained": 4, "probe.server-never-listened": 6, "probe.server-intended": 2, "exit.zero": 1 },
  lowers: {
    "probe.exit-called": -8,
    "probe.rejection-swallowed": -6,
    "probe.error-swallowed": -9,
    "probe.server-error": -4,
    "exit.alive": -10,
    "exit.nonzero": -6,
    "trace.input-ended": -6,
    "trace.wrote-files": -4,
    "trace.printed": -1,
    "trace.connect-refused": -4,
    "source.literals-absent": -3,
    "probe.undefined-variable": -0.5,
    "exit.unsettled-await": -8,
  },
  explain: (seen) => {
    const at = detail(seen, "at", "probe.server-never-listened");
    return {
      summary:
        at === ""
          ? "The program ran to its end: no server, timer or open connection was left, so Node ended with 0."
          : `The server created at ${at} was never told to listen, so the event loop ran empty and Node ended with 0.`,
      action:
        "Start what shall stay: call listen(), await the promise that does, and end with a code other than 0 when start-up does not reach it.",
      ...(at === "" ? {} : { patch: `// ${at}\n+ server.listen(process.env.PORT ?? 3000);` }),
    };
  },
  // Something that keeps the loop alive would keep any program alive: it proves nothing. Listening proves something
  // only where the program had no reason of its own not to.
  remedies: (seen) =>
    has(seen, "probe.server-never-listened") && !REASONS.some((id) => has(seen, id))
      ? [{ changes: [{ kind: "listen" }] }]
      : [],
};
