import type { Cause } from "./cause.ts";

export const unsettledAwait: Cause = {
  id: "unsettled-await",
  title: "a top-level await never settles",
  prior: -2,
  raises: { "exit.unsettled-await": 12 },
  lowers: { "exit.zero": -6 },
  explain: () => ({
    summary: "Node's exit code 13: the event loop ran empty while a top-level await was still pending.",
    action:
      "Find the promise that nothing resolves: a callback that is never called, an event that never comes. Give it a time limit that rejects.",
  }),
};
