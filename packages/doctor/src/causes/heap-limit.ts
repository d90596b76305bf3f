import { heapRemedies } from "./heap-remedies.ts";
import { environmentPatch, type Cause } from "./cause.ts";

export const heapLimit: Cause = {
  id: "heap-limit",
  title: "the language's own heap limit was reached",
  prior: -3,
  raises: { "output.heap-limit": 12, "exit.abort": 1, "exit.segfault": 1 },
  lowers: { "engine.memory-killed": -3 },
  explain: (seen) => ({
    summary:
      "The heap limit of the runtime was reached; the machine or the container still had memory. As process 1 this looks like a segmentation fault (139) instead of an abort (134).",
    action: "Raise the runtime's limit, or find what keeps growing.",
    patch: environmentPatch(seen, "NODE_OPTIONS", "--max-old-space-size=1024"),
  }),
  remedies: (seen) => heapRemedies(seen),
};
