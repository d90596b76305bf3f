import { loaderRemedies } from "./library-remedies.ts";
import { lastOf, type Cause } from "./cause.ts";

export const missingLoader: Cause = {
  id: "missing-loader",
  title: "the program's loader is missing (built for another C library)",
  prior: -3,
  raises: { "elf.missing-loader": 13, "exec.missing-interpreter": 1 },
  lowers: { "script.carriage-return": -8, "script.bad-interpreter": -8 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "elf.missing-loader")?.text ?? "the loader is missing"}. The system reports this as "no such file or directory" of the program itself.`,
    action: "Build for the C library of this image (musl on Alpine, glibc on Debian), or link statically.",
  }),
  remedies: (seen) => loaderRemedies(seen),
};
