import { detail, lastOf, type Cause } from "./cause.ts";

export const symbolVersion: Cause = {
  id: "symbol-version",
  title: "a library is older than the one the program was built against",
  prior: -3,
  raises: { "elf.missing-version": 12, "output.version-missing": 9 },
  lowers: { "elf.missing-library": -2 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "elf.missing-version")?.text ?? `the program needs ${detail(seen, "version", "output.version-missing")}`}.`,
    action: "Build on the system that runs it (or an older one), use a newer base image, or link statically.",
    patch: "FROM the same base image in the build stage and in the final stage",
  }),
};
