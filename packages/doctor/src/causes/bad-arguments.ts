import { argumentRemedies } from "./command-remedies.ts";
import { lastOf, type Cause } from "./cause.ts";

export const badArguments: Cause = {
  id: "bad-arguments",
  title: "the program is started with arguments that it does not understand",
  prior: -3,
  raises: { "output.usage": 6, "exit.usage": 2, "exit.nonzero": 0.5 },
  lowers: { "exit.alive": -8, "output.names-unset-variable": -2, "exit.zero": -4, "output.bad-configuration": -2 },
  explain: (seen) => ({
    summary: `The program refuses its command line: ${lastOf(seen, "output.usage")?.text ?? lastOf(seen, "output.some")?.text ?? ""}.`,
    action: `Correct the arguments (${seen.subject.argv.slice(1).join(" ")}).`,
  }),
  remedies: (seen) => argumentRemedies(seen),
};
