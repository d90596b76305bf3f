import { libraryRemedies } from "./library-remedies.ts";
import { detail, type Cause } from "./cause.ts";

export const missingLibrary: Cause = {
  id: "missing-library",
  title: "a shared library is missing",
  prior: -3,
  raises: { "elf.missing-library": 12, "output.library-missing": 8, "exit.not-found": 1 },
  lowers: { "elf.missing-version": -2 },
  explain: (seen) => {
    const library = detail(seen, "library", "elf.missing-library", "output.library-missing");
    return {
      summary: `${library} is needed and lies in no library folder.`,
      action: "Install the package that holds it in the final image, or copy the library along, or link statically.",
      patch: `RUN apt-get update && apt-get install -y --no-install-recommends <package with ${library}>`,
    };
  },
  remedies: (seen) => libraryRemedies(seen, detail(seen, "library", "elf.missing-library", "output.library-missing")),
};
