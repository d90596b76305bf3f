import { detail, type Cause } from "./cause.ts";

export const emptyExecutable: Cause = {
  id: "empty-executable",
  title: "the executable is empty",
  prior: -4,
  raises: { "file.empty": 14, "exec.bad-format": 0.5 },
  lowers: { "elf.truncated": -4 },
  explain: (seen) => ({
    summary: `${detail(seen, "path", "file.empty")} has 0 bytes.`,
    action:
      "Look at the build or copy step that made it (a failed download, a COPY of a placeholder), and build again without the cache.",
    patch: "docker build --no-cache …",
  }),
};
