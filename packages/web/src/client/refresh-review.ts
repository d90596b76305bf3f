import { queryClient } from "./use-call.ts";

const stale = new Set([
  "items",
  "listFacets",
  "getBreak",
  "getRow",
  "getGroup",
  "getBreakHistory",
  "getRunOverview",
  "listDecisions",
]);

/** Everything that a decision can change is asked for again. */
export const refreshReview = (): Promise<void> =>
  queryClient.invalidateQueries({ predicate: ({ queryKey }) => stale.has(String(queryKey[0])) });
