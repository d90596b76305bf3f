import { standIns, targetOf } from "./stand-ins.ts";
import { servicePatch, type Cause } from "./cause.ts";

export const dependencyNotReady: Cause = {
  id: "dependency-not-ready",
  title: "a service that it depends on was not ready yet",
  prior: -2,
  raises: {
    "ports.dependency-up-now": 9,
    "trace.connect-refused": 4,
    "engine.waits-for-start-only": 3,
    "output.refused": 3,
  },
  lowers: { "ports.dependency-down": -8, "exit.alive": -6, "ports.name-unknown": -6 },
  explain: (seen) => ({
    summary: `${targetOf(seen)} refused the connection when the program asked, and answers now: it was not ready yet.`,
    action: "Wait until the dependency is healthy, not only started; try again with growing pauses instead of ending.",
    patch: servicePatch(
      seen,
      ["depends_on:", `  ${targetOf(seen).split(":")[0] ?? "DEPENDENCY"}:`, "    condition: service_healthy"],
      "until nc -z HOST PORT; do sleep 1; done; exec PROGRAM",
    ),
  }),
  remedies: (seen) => standIns(seen),
};
