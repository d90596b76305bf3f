import { lastOf, type Cause } from "./cause.ts";

export const badWorkdir: Cause = {
  id: "bad-workdir",
  title: "the working folder cannot be used",
  prior: -4,
  raises: { "engine.bad-workdir": 14 },
  lowers: {},
  explain: (seen) => ({
    summary: `${lastOf(seen, "engine.bad-workdir")?.text ?? "the working folder cannot be used"}.`,
    action: "Create the folder, or correct the setting.",
  }),
  remedies: () => [{ changes: [{ kind: "folder", path: "/" }] }],
};
