import { lastOf, type Cause } from "./cause.ts";

export const stoppedFromOutside: Cause = {
  id: "stopped-from-outside",
  title: "somebody outside stops it",
  prior: -3,
  raises: {
    "trace.signal-from-outside": 9,
    "engine.killed-by-request": 9,
    "engine.killed-unexplained": 6,
    "exit.terminated": 2,
    "exit.killed": 1,
    "engine.restarted-by-request": 3,
  },
  lowers: {
    "engine.memory-killed": -10,
    "engine.stop-timeout": -5,
    "trace.signal-from-within": -8,
    "exit.alive": -8,
    "engine.unhealthy": 0,
  },
  explain: (seen) => ({
    summary: `${lastOf(seen, "engine.killed-by-request", "trace.signal-from-outside", "engine.restarted-by-request")?.text ?? "It was stopped from outside"}. The program did not end by itself.`,
    action:
      "Find who sends the signal: a supervisor, a deployment, a watchdog, another container with access to the engine.",
    patch:
      "docker events --since 1h --filter event=kill --filter event=die   # for a process: bpftrace or auditd on kill(2)",
  }),
  remedies: () => [{ changes: [{ kind: "ambient", what: "no-outsider" }] }],
};
