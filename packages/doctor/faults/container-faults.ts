import type { ContainerFault } from "./container-fault.ts";
import { engineFaults } from "./container/engine-faults.ts";
import { imageFaults } from "./container/image-faults.ts";
import { neighbourFaults } from "./container/neighbour-faults.ts";

/** Faults of containers, on two base images that a bare machine can make. */
export const containerFaults: readonly ContainerFault[] = [...imageFaults, ...neighbourFaults, ...engineFaults];
