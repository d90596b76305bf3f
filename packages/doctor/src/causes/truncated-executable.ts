import { lastOf, type Cause } from "./cause.ts";

export const truncatedExecutable: Cause = {
  id: "truncated-executable",
  title: "the executable is cut off",
  prior: -4,
  raises: { "elf.truncated": 14, "exit.segfault": 1, "exit.bus-error": 2, "exec.bad-format": 0.5 },
  lowers: {},
  explain: (seen) => ({
    summary: `${lastOf(seen, "elf.truncated")?.text ?? "The executable is cut off"}.`,
    action:
      "Copy or build the file again and compare its checksum; look for a full disk or an aborted transfer during the build.",
  }),
};
