import { lastOf, type Cause } from "./cause.ts";

export const wrongArchitecture: Cause = {
  id: "wrong-architecture",
  title: "the program is built for another processor",
  prior: -4,
  raises: { "elf.wrong-machine": 14, "exec.bad-format": 1, "engine.exec-format": 1 },
  lowers: {},
  explain: (seen) => ({
    summary: `${lastOf(seen, "elf.wrong-machine")?.text ?? "The executable is built for another processor"}.`,
    action: "Build or pull the image for this machine's architecture.",
    patch: "docker build --platform linux/amd64 …   (or the platform of the machine that runs it)",
  }),
};
