import { servicePatch, type Cause } from "./cause.ts";

export const inputEnded: Cause = {
  id: "input-ended",
  title: "standard input is at its end, and the program takes that for a request to stop",
  prior: -2,
  raises: { "trace.input-ended": 9 },
  lowers: {
    "trace.bind-in-use": -3,
    "exit.killed": -4,
    "output.names-unset-variable": -3,
    "source.literals-absent": -2,
  },
  explain: (seen) => ({
    summary: "The program reads standard input, which is closed here, and ends when it finds the end.",
    action: "Keep standard input open, or tell the program not to read it.",
    patch: servicePatch(
      seen,
      ["stdin_open: true", "tty: true"],
      "docker run -i -t …   (or start the program so that it does not read standard input)",
    ),
  }),
  remedies: () => [{ changes: [{ kind: "open-input" }] }, { changes: [{ kind: "terminal" }] }],
};
