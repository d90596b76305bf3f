import { fileRemedies } from "./file-remedies.ts";
import { detail, type Cause } from "./cause.ts";

export const missingFile: Cause = {
  id: "missing-file",
  title: "a file that the program needs is not there",
  prior: -2.5,
  raises: {
    "trace.missing-file": 7,
    "output.missing-file": 4,
    "trace.looked-for-in-vain": 4.5,
    "trace.missing-folder": 4.5,
  },
  lowers: {
    "exit.alive": -8,
    "trace.not-permitted": -4,
    "elf.missing-version": -8,
    "output.version-missing": -8,
    "trace.connect-refused": -3,
    "probe.module-missing": -8,
    "output.module-missing": -5,
    "output.names-unset-variable": -3,
    "exec.missing-file": -5,
    "trace.bind-in-use": -5,
    "trace.connect-missing-socket": -1,
    "exit.zero": -2,
    "exit.segfault": -4,
    "elf.missing-library": -8,
    "output.library-missing": -8,
    "trace.access-denied": -3,
    "trace.read-only": -3,
    "output.heap-limit": -5,
  },
  explain: (seen) => {
    const path = detail(
      seen,
      "path",
      "trace.missing-file",
      "trace.looked-for-in-vain",
      "trace.missing-folder",
      "output.missing-file",
    );
    return {
      summary: `The program needs ${path}, which does not exist.`,
      action: "Put the file there (mount or copy it), or correct the path in the configuration.",
    };
  },
  remedies: (seen) => fileRemedies(seen),
};
