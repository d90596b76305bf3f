import { valuesFor } from "./variable-value.ts";
import { detail, environmentPatch, type Cause, type Remedy } from "./cause.ts";

export const invalidVariable: Cause = {
  id: "invalid-variable",
  title: "an environment variable has a value that the program refuses",
  prior: -2,
  raises: { "output.blames-set-variable": 8, "exit.nonzero": 1 },
  lowers: { "exit.alive": -8, "output.names-unset-variable": -2 },
  explain: (seen) => {
    const name = detail(seen, "name", "output.blames-set-variable") || "a variable";
    return {
      summary: `${name} is set to a value (${(seen.subject.environment[name] ?? "").length} characters) that the program refuses.`,
      action: `Correct ${name}; the program's own words say what it expects.`,
      patch: environmentPatch(seen, name, "…"),
    };
  },
  remedies: (seen) => {
    const name = detail(seen, "name", "output.blames-set-variable");
    if (name === "") return [];
    const tries: Remedy[] = [...valuesFor(name), "10", "true"].map((value) => ({
      changes: [{ kind: "set-variable", name, value }],
    }));
    return [{ changes: [{ kind: "unset-variable", name }] }, ...tries];
  },
};
