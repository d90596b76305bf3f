import { lastOf, type Cause } from "./cause.ts";

export const missingSymbol: Cause = {
  id: "missing-symbol",
  title: "a library does not define a function that the program needs",
  prior: -3,
  raises: { "elf.missing-symbol": 6, "output.symbol-missing": 9, "exit.not-found": 1 },
  lowers: { "elf.missing-version": -3, "elf.missing-library": -4, "exit.zero": -8 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "elf.missing-symbol", "output.symbol-missing")?.text ?? "a symbol is undefined"}.`,
    action: "The library here is not the one of the build: install the matching version.",
  }),
};
