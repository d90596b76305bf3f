import { lastOf, type Cause } from "./cause.ts";

export const badMount: Cause = {
  id: "bad-mount",
  title: "a mount cannot be made",
  prior: -4,
  raises: { "engine.bad-mount": 14 },
  lowers: {},
  explain: (seen) => ({
    summary: `${lastOf(seen, "engine.bad-mount")?.text ?? "a mount cannot be made"}.`,
    action: "Correct the source of the mount: it must exist, and be a file for a file and a folder for a folder.",
  }),
};
