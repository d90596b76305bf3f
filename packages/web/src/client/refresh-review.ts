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
/** A decision and the event that tells of it come together: both ask once. */
const TOGETHER_MS = 150;

let waiting: Promise<void> | undefined;

/** Everything that a decision can change is asked for again, soon. */
export function refreshReview(): Promise<void> {
  waiting ??= new Promise<void>((resolve) => setTimeout(resolve, TOGETHER_MS)).then(() => {
    waiting = undefined;
    return queryClient.invalidateQueries({ predicate: ({ queryKey }) => stale.has(String(queryKey[0])) });
  });
  return waiting;
}
