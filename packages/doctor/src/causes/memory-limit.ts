import { lastOf, servicePatch, type Cause } from "./cause.ts";

export const memoryLimit: Cause = {
  id: "memory-limit",
  title: "the kernel killed it for exceeding its memory limit",
  prior: -3,
  raises: { "engine.memory-killed": 13, "exit.killed": 2, "engine.memory-limit-tight": 3 },
  lowers: { "engine.stop-timeout": -8, "engine.killed-by-request": -6, "output.heap-limit": -3 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "engine.memory-killed")?.text ?? "It was killed at its memory limit"}.`,
    action: "Raise the limit, or let the program use less.",
    patch: servicePatch(seen, ["mem_limit: 512m"], "docker update --memory 512m --memory-swap 512m NAME"),
  }),
  remedies: () => [{ changes: [{ kind: "more-memory" }] }],
};
