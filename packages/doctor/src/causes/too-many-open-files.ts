import { limitRemedies } from "./limit-remedies.ts";
import { lastOf, servicePatch, type Cause } from "./cause.ts";

export const tooManyOpenFiles: Cause = {
  id: "too-many-open-files",
  title: "the limit of open files is reached",
  prior: -2.5,
  raises: { "trace.too-many-files": 10, "output.too-many-files": 6 },
  lowers: { "exit.alive": -6 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "trace.too-many-files", "output.too-many-files")?.text ?? "The limit of open files is reached"}.`,
    action: "Raise the limit, and look for descriptors that are never closed.",
    patch: servicePatch(
      seen,
      ["ulimits: { nofile: 65536 }"],
      "docker run --ulimit nofile=65536 …   # unit: LimitNOFILE=65536, shell: ulimit -n 65536",
    ),
  }),
  remedies: (seen) => limitRemedies(seen, "more-files"),
};
