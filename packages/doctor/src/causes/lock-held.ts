import { detail, type Cause } from "./cause.ts";

export const lockHeld: Cause = {
  id: "lock-held",
  title: "a lock or a left-over file says that another instance runs",
  prior: -2.5,
  raises: { "trace.lock-held": 9 },
  lowers: { "exit.alive": -8, "trace.bind-in-use": -5, "output.names-unset-variable": -3 },
  explain: (seen) => {
    const path = detail(seen, "path", "trace.lock-held");
    const stale = detail(seen, "how", "trace.lock-held") === "exists";
    return {
      summary: stale
        ? `${path} is left over from an earlier run, and the program takes it for another instance.`
        : `${path} is locked by another process.`,
      action: stale
        ? `Remove ${path} after making sure that nothing else runs; keep such files on a tmpfs.`
        : "Stop the other instance, or give each its own data folder.",
      patch: stale ? `rm ${path}` : `fuser -v ${path}`,
    };
  },
  remedies: (seen) => {
    const path = detail(seen, "path", "trace.lock-held");
    return path === "" ? [] : [{ changes: [{ kind: "remove-file", path }] }];
  },
};
