import { valuesFor } from "./variable-value.ts";
import { detail, environmentPatch, type Cause, type Seen } from "./cause.ts";

/** Unset variables, those that the program or its script names first, then those read last before the end. */
function candidates(seen: Seen): string[] {
  const of = (
    id:
      | "output.names-unset-variable"
      | "script.requires-variable"
      | "probe.undefined-variable"
      | "debugger.variable-missing",
  ): string[] => seen.all.filter((item) => item.id === id).map((item) => String(item.detail["name"]));
  const named = of("output.names-unset-variable");
  const asked = [...of("probe.undefined-variable"), ...of("debugger.variable-missing")];
  const confirmed = named.filter((name) => asked.includes(name));
  return [...new Set([...confirmed, ...of("script.requires-variable"), ...named, ...asked.toReversed()])];
}

export const missingVariable: Cause = {
  id: "missing-variable",
  title: "a required environment variable is missing",
  prior: -2,
  raises: {
    "output.names-unset-variable": 8,
    "probe.undefined-variable": 3,
    "debugger.variable-missing": 5,
    "script.requires-variable": 7,
    "probe.exit-called": 1,
    "exit.nonzero": 1,
  },
  lowers: {
    "exit.alive": -8,
    "trace.connect-refused": -3,
    "trace.bind-in-use": -5,
    "trace.name-not-resolved": -3,
    "exit.segfault": -2,
    "exit.killed": -6,
    "trace.disk-full": -5,
    "trace.read-only": -5,
    "trace.too-many-files": -5,
    "probe.module-missing": -4,
    "trace.signal-from-outside": -6,
    "probe.server-never-listened": -2,
    "source.literals-absent": -4,
    "exec.missing-interpreter": -6,
    "exit.unsettled-await": -3,
    "output.heap-limit": -6,
  },
  explain: (seen) => {
    const names = candidates(seen);
    const name = names[0] ?? "a variable";
    const at = detail(seen, "at", "probe.undefined-variable");
    return {
      summary: `${name} is not set, and the program ends without it${at === "" ? "" : ` (read at ${at})`}.`,
      action: `Set ${names.slice(0, 3).join(", ")} for this program.`,
      patch: environmentPatch(seen, name, "…"),
    };
  },
  remedies: (seen) => {
    const names = candidates(seen).slice(0, 6);
    const single = names
      .slice(0, 3)
      .flatMap((name) =>
        valuesFor(name).map((value) => ({ changes: [{ kind: "set-variable" as const, name, value }] })),
      );
    if (names.length < 2) return single;
    return [
      ...single,
      { changes: names.map((name) => ({ kind: "set-variable" as const, name, value: valuesFor(name)[0] ?? "1" })) },
    ];
  },
};
