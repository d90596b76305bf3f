import type { Cause } from "./cause.ts";

export const illegalInstruction: Cause = {
  id: "illegal-instruction",
  title: "the processor does not know an instruction of the program",
  prior: -3,
  raises: { "exit.illegal-instruction": 12 },
  lowers: { "elf.truncated": -6 },
  explain: () => ({
    summary:
      "The program ended by SIGILL: it was compiled for a newer processor, or ran into a trap that the compiler put there.",
    action:
      "Build for a common processor level (no -march=native), or compare the machine's CPU flags; a deliberate trap (__builtin_trap, unreachable) is a bug of the program.",
    patch: "CFLAGS=-march=x86-64-v2",
  }),
};
