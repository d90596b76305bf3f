import { lastOf, type Cause } from "./cause.ts";

export const crashBeforeMain: Cause = {
  id: "crash-before-main",
  title: "the program crashes in static initialisation, before main",
  prior: -3,
  raises: { "trace.crash-before-main": 10 },
  lowers: { "elf.truncated": -8, "exit.alive": -8 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "trace.crash-before-main")?.text ?? "a crash before main"}. No line of main ran.`,
    action: "Look at constructors of global objects and initialisers of libraries.",
  }),
};
