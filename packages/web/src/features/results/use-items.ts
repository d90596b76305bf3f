import { listBreaks, listDifferences, listGroups, listRejects, listRows, type RunId } from "@recon/api";
import { client } from "../../client/session.ts";
import { usePages, type Pages } from "../../client/use-pages.ts";
import type { Item } from "./columns.ts";
import type { View } from "./view.ts";

const PAGE_ITEMS = 200;
const endpoints = {
  rows: listRows,
  groups: listGroups,
  differences: listDifferences,
  breaks: listBreaks,
  rejects: listRejects,
} as const;

export type Items = Pages<Item>;

/** What the server lists for a view: the same parameters that an export of the view takes. */
export function viewQuery({ filter, search, sort }: View): { filter?: string; search?: string; sort?: string } {
  return {
    ...(filter === undefined ? {} : { filter: JSON.stringify(filter) }),
    ...(search === undefined || search === "" ? {} : { search }),
    ...(sort === undefined ? {} : { sort }),
  };
}

/** The items of a view, page by page. */
export function useItems(runId: RunId, view: View): Items {
  const query = viewQuery(view);
  return usePages<Item>(["items", runId, view.list, query], (cursor, signal) =>
    client.call(endpoints[view.list], {
      params: { runId },
      query: { ...query, limit: PAGE_ITEMS, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  );
}
