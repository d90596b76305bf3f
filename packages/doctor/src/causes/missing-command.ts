import { commandRemedies } from "./command-remedies.ts";
import { detail, type Cause } from "./cause.ts";

export const missingCommand: Cause = {
  id: "missing-command",
  title: "the program to be started is not there",
  prior: -3,
  raises: {
    "exec.missing-file": 9,
    "file.missing": 1,
    "engine.exec-missing": 7,
    "output.command-missing": 6.5,
    "exit.not-found": 2,
  },
  lowers: {
    "exec.missing-interpreter": -8,
    "elf.missing-library": -6,
    "output.library-missing": -6,
    "source.build-note-outlives-output": -4,
  },
  explain: (seen) => {
    const path =
      detail(seen, "path", "exec.missing-file", "engine.exec-missing") ||
      detail(seen, "command", "output.command-missing");
    return {
      summary: `${path} is to be started and does not exist here.`,
      action:
        "Correct the path or the name, or install the program in the final image; mind that a volume can hide what the image holds there.",
    };
  },
  remedies: (seen) => commandRemedies(seen),
};
