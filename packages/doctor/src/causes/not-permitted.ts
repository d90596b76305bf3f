import { lastOf, servicePatch, type Cause } from "./cause.ts";

export const notPermitted: Cause = {
  id: "not-permitted",
  title: "the kernel refuses a privileged operation",
  prior: -3.5,
  raises: { "trace.not-permitted": 8 },
  lowers: { "exit.alive": -8, "trace.access-denied": -1, "exit.zero": -3, "output.names-unset-variable": -3 },
  explain: (seen) => ({
    summary: `${lastOf(seen, "trace.not-permitted")?.text ?? "An operation was not permitted"}: the program lacks the right (a capability, or root).`,
    action: "Give the one capability that it needs, or configure it not to do that.",
    patch: servicePatch(seen, ["cap_add: [THE_CAPABILITY]"], "docker run --cap-add THE_CAPABILITY …"),
  }),
  remedies: () => [{ changes: [{ kind: "all-capabilities" }] }, { changes: [{ kind: "user", user: "0" }] }],
};
