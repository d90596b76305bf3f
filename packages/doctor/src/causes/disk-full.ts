import { folderOf, writableRemedies } from "./writable-remedies.ts";
import { detail, type Cause } from "./cause.ts";

export const diskFull: Cause = {
  id: "disk-full",
  title: "there is no space left where it writes",
  prior: -2.5,
  raises: { "trace.disk-full": 10, "output.disk-full": 5 },
  lowers: { "exit.alive": -6 },
  explain: (seen) => {
    const path = detail(seen, "path", "trace.disk-full");
    return {
      summary: `There is no space left for ${path === "" ? "what the program writes" : path}.`,
      action: "Free or enlarge the file system; look at logs and caches, and at inodes as well as bytes.",
      patch: `df -h ${path === "" ? "/" : folderOf(path)} && df -i ${path === "" ? "/" : folderOf(path)}`,
    };
  },
  remedies: async (seen) => [
    { changes: [{ kind: "ambient", what: "fresh-disk" }] },
    ...(await writableRemedies(seen, "trace.disk-full")),
  ],
};
