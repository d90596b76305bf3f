import { folderOf, writableRemedies } from "./writable-remedies.ts";
import { detail, servicePatch, type Cause } from "./cause.ts";

export const readOnlyFilesystem: Cause = {
  id: "read-only-filesystem",
  title: "the file system where it writes is read-only",
  prior: -2.5,
  raises: { "trace.read-only": 10, "output.read-only": 5, "engine.read-only-root": 2 },
  lowers: { "exit.alive": -8 },
  explain: (seen) => {
    const path = detail(seen, "path", "trace.read-only", "output.read-only") || "a file";
    return {
      summary: `The program writes to ${path}, which is on a read-only file system.`,
      action: "Mount a writable volume or tmpfs there.",
      patch: servicePatch(seen, [`tmpfs: [${folderOf(path)}]`], `docker run --tmpfs ${folderOf(path)} …`),
    };
  },
  remedies: (seen) => writableRemedies(seen, "trace.read-only", "output.read-only"),
};
