import { getBreak, type Break, type RunId } from "@recon/api";
import { callKey, queryClient } from "../../client/use-call.ts";
import type { ItemPage } from "./use-items.ts";

export type BreakPatch = Partial<Pick<Break, "status" | "assigneeId" | "reasonCode" | "version">>;

/** Shows a break as it will be before the server has answered. What it gives back shows it as it was. */
export async function patchBreak(runId: RunId, { breakId }: Break, patch: BreakPatch): Promise<() => void> {
  // An answer that is on its way knows nothing of the decision and would show the old state once more.
  await queryClient.cancelQueries({ queryKey: ["items", runId, "breaks"] });
  const undone: BreakPatch[] = [];
  const put = (of: BreakPatch): void => {
    const change = <T extends object>(one: T): T => ({ ...one, ...of });
    queryClient.setQueryData(callKey(getBreak, { params: { runId, breakId } }), (found: Break | undefined) =>
      found === undefined ? undefined : change(found),
    );
    queryClient.setQueriesData<ItemPage>({ queryKey: ["items", runId, "breaks"] }, (page) => {
      const at = page?.items.findIndex((item) => item.breakId === breakId) ?? -1;
      const item = page?.items[at];
      if (page === undefined || item === undefined) return page;
      undone.push(pick(item as unknown as Break, patch));
      return { ...page, items: page.items.with(at, change(item)) };
    });
  };
  put(patch);
  return () => put(undone[0] ?? {});
}

const pick = (item: Break, { ...names }: BreakPatch): BreakPatch =>
  Object.fromEntries(Object.keys(names).map((name) => [name, item[name as keyof BreakPatch]]));
