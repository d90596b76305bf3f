import type { GivenConfig } from "../config/config.ts";
import { readConfiguration, type ConfigurationFault, type ConfigurationReading } from "../config/read-configuration.ts";
import { serveExit, StartFailure } from "./failure.ts";

export interface Configured {
  readonly config: GivenConfig;
  readonly nearMisses: ConfigurationReading["nearMisses"];
}

/** The configuration, or a failure that names every fault in it. */
export function configure(env: NodeJS.ProcessEnv): Configured {
  const { config, faults, nearMisses } = readConfiguration(env);
  if (config !== undefined) return { config, nearMisses };
  const lines = [...faults.map(describeFault), ...nearMisses.map((slip) => `  - ${describeNearMiss(slip)}`)];
  const count = faults.length === 1 ? "one fault" : `${faults.length} faults`;
  throw new StartFailure({
    code: "CONFIGURATION_INVALID",
    description: `${count} in the configuration\n${lines.join("\n")}`,
    action: "Correct these variables of the environment, then start again; docs/operations.md lists all of them.",
    exitCode: serveExit.configuration,
  });
}

const describeFault = ({ variable, given, wrong, example }: ConfigurationFault): string =>
  `  - ${variable} (${given}) ${wrong}; for example ${example}`;

export const describeNearMiss = ({ given, meant }: { given: string; meant: string }): string =>
  `${given} is set, but no such variable is known; did you mean ${meant}?`;
