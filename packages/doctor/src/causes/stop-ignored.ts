import { lastOf, servicePatch, type Cause } from "./cause.ts";

export const stopIgnored: Cause = {
  id: "stop-ignored",
  title: "process 1 does not react to a request to stop and is killed after the time limit",
  prior: -3,
  raises: { "engine.stop-timeout": 11, "process.no-term-handler": 3, "exit.killed": 1, "shell.waits-without-exec": -7 },
  lowers: { "engine.memory-killed": -8 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "engine.stop-timeout")?.text ?? "A request to stop had no effect"}. As process 1 a program without a handler ignores SIGTERM.`,
    action: "Handle SIGTERM in the program, or run it under an init.",
    patch: servicePatch(seen, ["init: true"], "docker run --init …"),
  }),
  remedies: () => [{ changes: [{ kind: "init" }], shows: "stops-in-time" }],
};
