import { lastOf, servicePatch, type Cause } from "./cause.ts";

export const badUser: Cause = {
  id: "bad-user",
  title: "the user to run as does not exist",
  prior: -4,
  raises: { "engine.bad-user": 14 },
  lowers: {},
  explain: (seen) => ({
    summary: `${lastOf(seen, "engine.bad-user")?.text ?? "the user does not exist"}.`,
    action: "Create the user in the image, or name a numeric id.",
    patch: servicePatch(seen, ['user: "1000:1000"'], "RUN useradd --system app   # before USER app"),
  }),
  remedies: () => [{ changes: [{ kind: "user", user: "0" }] }],
};
