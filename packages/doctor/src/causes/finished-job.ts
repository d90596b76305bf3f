import { servicePatch, type Cause } from "./cause.ts";

export const finishedJob: Cause = {
  id: "finished-job",
  title: "a job that has done its work is started again and again",
  prior: -2.5,
  raises: {
    "trace.wrote-files": 4,
    "trace.printed": 2,
    "exit.zero": 2,
    "engine.restart-policy": 3,
    "probe.exit-called": 0.5,
    "engine.restarting": 1,
  },
  lowers: {
    "exit.alive": -8,
    "exit.nonzero": -8,
    "engine.no-restart-policy": -7,
    "probe.server-intended": -5,
    "probe.server-never-listened": -6,
    "trace.input-ended": -6,
    "shell.child-failure-masked": -6,
    "shell.child-left-running": -8,
    "process.daemonised": -8,
    "trace.connect-refused": -4,
    "trace.bind-in-use": -8,
    "probe.rejection-swallowed": -4,
    "source.literals-absent": -6,
    "output.none": -1,
    "output.names-unset-variable": -5,
    "probe.pending-output": -2,
    "trace.exit-before-main": -5,
  },
  needs: ["trace.wrote-files", "trace.printed"],
  explain: (seen) => ({
    summary: `The program did its work and ended with 0; the restart policy${seen.surroundings.restartPolicy === undefined ? "" : ` (${seen.surroundings.restartPolicy})`} starts it again.`,
    action:
      "Give a job a policy that leaves success alone: on-failure, or none; start it by a timer if it shall run regularly.",
    patch: servicePatch(seen, ['restart: "on-failure"'], "docker update --restart on-failure NAME"),
  }),
  remedies: (seen) =>
    seen.surroundings.kind === "container"
      ? [{ changes: [{ kind: "restart-policy", policy: "on-failure" }], shows: "ends-once" }]
      : [],
};
