import { detail, has, type Cause } from "./cause.ts";

export const abort: Cause = {
  id: "abort",
  title: "the program aborted itself",
  prior: -3.5,
  raises: { "exit.abort": 8 },
  lowers: { "output.heap-limit": -8, "output.panic": -1, "output.memory": -3 },
  explain: (seen) => ({
    summary: `The program called abort()${has(seen, "output.some") ? `; its last words: ${detail(seen, "line", "output.some")}` : ""}.`,
    action:
      "Look at the assertion or the uncaught exception that it names; without words, take a stack with a debugger.",
  }),
};
