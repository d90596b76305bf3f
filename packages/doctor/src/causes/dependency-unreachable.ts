import { standIns, targetOf } from "./stand-ins.ts";
import type { Cause } from "./cause.ts";

export const dependencyUnreachable: Cause = {
  id: "dependency-unreachable",
  title: "a service that it depends on cannot be reached",
  prior: -3,
  raises: { "trace.connect-timeout": 9 },
  lowers: { "exit.alive": -6, "trace.connect-refused": -3 },
  explain: (seen) => ({
    summary: `${targetOf(seen)} cannot be reached: no route, or no answer.`,
    action: "Check the address, the network that both are in, and firewalls.",
  }),
  remedies: (seen) => standIns(seen),
};
