import { standIns, targetOf } from "./stand-ins.ts";
import { servicePatch, type Cause } from "./cause.ts";

export const dependencyRefused: Cause = {
  id: "dependency-refused",
  title: "a service that it depends on refuses the connection",
  prior: -2,
  raises: {
    "trace.connect-refused": 8,
    "output.refused": 5,
    "ports.dependency-down": 4,
    "trace.connect-missing-socket": 7,
  },
  lowers: {
    "ports.dependency-up-now": -5,
    "exit.alive": -6,
    "exit.zero": -0.5,
    "trace.bind-in-use": -4,
    "engine.memory-killed": -6,
    "ports.name-unknown": -5,
  },
  explain: (seen) => {
    const target = targetOf(seen);
    return {
      summary: `Nothing answers at ${target}, and the program does not live without it.`,
      action: `Start the service at ${target} or correct the address; let the program try again instead of ending.`,
      ...(seen.surroundings.composeService === undefined
        ? {}
        : {
            patch: servicePatch(
              seen,
              ["depends_on:", `  ${targetOf(seen).split(":")[0] ?? "DEPENDENCY"}:`, "    condition: service_healthy"],
              "",
            ),
          }),
    };
  },
  remedies: (seen) => standIns(seen),
};
