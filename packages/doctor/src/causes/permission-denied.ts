import { folderOf, writableRemedies } from "./writable-remedies.ts";
import { detail, servicePatch, type Cause } from "./cause.ts";

export const permissionDenied: Cause = {
  id: "permission-denied",
  title: "the program may not use a file or folder that it needs",
  prior: -2.5,
  raises: { "trace.access-denied": 8, "output.access-denied": 5 },
  lowers: {
    "exit.alive": -8,
    "trace.read-only": -4,
    "exec.denied": -4,
    "file.not-executable": -4,
    "output.names-unset-variable": -2,
  },
  explain: (seen) => {
    const path = detail(seen, "path", "trace.access-denied", "output.access-denied");
    return {
      summary: `The user that the program runs as may not use ${path}.`,
      action: `Give ${path} (or the volume it lies on) to the user that the program runs as, or run as its owner.`,
      patch: `chown -R USER ${folderOf(path)}   # or: ${servicePatch(seen, ['user: "OWNER"'], "docker run --user OWNER …")}`,
    };
  },
  remedies: async (seen) => [
    ...(await writableRemedies(seen, "trace.access-denied", "output.access-denied")),
    { changes: [{ kind: "user", user: "0" }] },
  ],
};
