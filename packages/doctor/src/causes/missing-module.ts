import { moduleRemedies } from "./module-remedies.ts";
import { detail, type Cause } from "./cause.ts";

export const missingModule: Cause = {
  id: "missing-module",
  title: "a module that the program loads is not installed",
  prior: -2.5,
  raises: { "probe.module-missing": 10, "output.module-missing": 6 },
  lowers: { "exit.alive": -8, "source.build-note-outlives-output": -6 },
  explain: (seen) => {
    const module = detail(seen, "module", "probe.module-missing", "output.module-missing");
    const isPython = /python|\.py\b/.test(
      `${seen.subject.argv.join(" ")} ${detail(seen, "at", "probe.module-missing")}`,
    );
    return {
      summary: `The module ${module} is loaded and not there.`,
      action:
        "Install the dependencies in the final image (and not only those for development), or correct the path; mind that a volume can hide node_modules.",
      patch: /^[./]/.test(module) ? `ls -l ${module}` : `${isPython ? "pip" : "npm"} install ${module}`,
    };
  },
  remedies: (seen) => moduleRemedies(detail(seen, "module", "probe.module-missing", "output.module-missing"), seen),
};
