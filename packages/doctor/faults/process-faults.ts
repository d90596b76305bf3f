import type { Fault } from "./fault.ts";
import { executableFaults } from "./process/executable-faults.ts";
import { fileFaults } from "./process/file-faults.ts";
import { networkFaults } from "./process/network-faults.ts";
import { supervisionFaults } from "./process/supervision-faults.ts";
import { runtimeFaults } from "./process/runtime-faults.ts";
import { variableFaults } from "./process/variable-faults.ts";

/** Faults of programs on this machine, without any container. */
export const processFaults: readonly Fault[] = [
  ...variableFaults,
  ...runtimeFaults,
  ...executableFaults,
  ...networkFaults,
  ...supervisionFaults,
  ...fileFaults,
];
