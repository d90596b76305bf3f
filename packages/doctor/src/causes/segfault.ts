import type { Cause } from "./cause.ts";

export const segfault: Cause = {
  id: "segfault",
  title: "the program crashes: an invalid memory access",
  prior: -3,
  raises: { "exit.segfault": 9, "exit.bus-error": 6 },
  lowers: { "elf.truncated": -8, "trace.crash-before-main": -4, "output.heap-limit": -9, "engine.memory-killed": -6 },
  explain: () => ({
    summary: "The program ended by an invalid memory access in its own code (it had reached main).",
    action: "Take a stack with a debugger or a core file; look at what changed since it last ran.",
    patch: "ulimit -c unlimited   # then: gdb PROGRAM core -ex bt",
  }),
};
