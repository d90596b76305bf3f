import { detail, lastOf, type Cause, type Seen } from "./cause.ts";

function named(seen: Seen): string {
  const name = detail(seen, "function", "trace.exit-before-main");
  return name === "" ? "" : ` (${name})`;
}

export const exitBeforeMain: Cause = {
  id: "exit-before-main",
  title: "the program ends in static initialisation, before main",
  prior: -3,
  raises: { "trace.exit-before-main": 9 },
  lowers: { "debugger.variable-missing": -1, "exit.alive": -8 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "trace.exit-before-main")?.text ?? "exit was called before main"}. No line of main ran, so none of its output can appear.`,
    action: `Look at the constructor of a global object or an initialiser of a library${named(seen)}: it calls exit.`,
  }),
};
