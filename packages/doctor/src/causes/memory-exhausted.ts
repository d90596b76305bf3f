import { limitRemedies } from "./limit-remedies.ts";
import { lastOf, type Cause } from "./cause.ts";

export const memoryExhausted: Cause = {
  id: "memory-exhausted",
  title: "an allocation was refused: a limit of the process",
  prior: -3.5,
  raises: { "output.memory": 6, "trace.memory-denied": 6 },
  lowers: { "output.heap-limit": -6, "engine.memory-killed": -4, "exit.alive": -8 },
  explain: (seen) => ({
    summary: `An allocation was refused: ${lastOf(seen, "trace.memory-denied", "output.memory")?.text ?? ""}.`,
    action: "Raise the limit of the process (ulimit -v, LimitAS=), or let it use less.",
    patch: "ulimit -v unlimited",
  }),
  remedies: (seen) => limitRemedies(seen, "more-memory"),
};
