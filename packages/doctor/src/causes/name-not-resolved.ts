import { standIns } from "./stand-ins.ts";
import { detail, servicePatch, type Cause } from "./cause.ts";

export const nameNotResolved: Cause = {
  id: "name-not-resolved",
  title: "the name of a service cannot be resolved",
  prior: -2,
  raises: { "trace.name-not-resolved": 8, "output.name-not-resolved": 6, "ports.name-unknown": 8 },
  lowers: { "exit.alive": -6, "trace.bind-in-use": -4, "ports.dependency-up-now": -5 },
  explain: (seen) => {
    const host = detail(seen, "host", "trace.name-not-resolved", "ports.name-unknown", "output.name-not-resolved");
    return {
      summary: `The name ${host} is known to no name server that the program asks.`,
      action:
        "Correct the name, or put both services into the same network; the name of a compose service is its key in the file.",
      patch: servicePatch(
        seen,
        [`networks: [the network of ${host}]`],
        `docker network connect NETWORK NAME   # or: --add-host ${host}:ADDRESS`,
      ),
    };
  },
  remedies: (seen) => standIns(seen),
};
