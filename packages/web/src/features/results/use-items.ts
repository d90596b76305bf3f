import { useCallback, useRef, useState } from "react";
import { useQueries } from "@tanstack/react-query";
import { listBreaks, listDifferences, listGroups, listRejects, listRows, type RunId } from "@recon/api";
import { client } from "../../client/session.ts";
import { itemKey, type Item } from "./columns.ts";
import type { View } from "./view.ts";

const PAGE_ITEMS = 200;
/** Pages out of sight are let go: a list may have thousands of them. */
const KEPT_MS = 30_000;
const endpoints = {
  rows: listRows,
  groups: listGroups,
  differences: listDifferences,
  breaks: listBreaks,
  rejects: listRejects,
} as const;

export interface ItemPage {
  readonly items: readonly Item[];
  readonly total: number;
}

/** A list of which only the pages in sight are there. */
export interface Items {
  readonly total: number | undefined;
  readonly isLoading: boolean;
  readonly error: unknown;
  /** The item at a place; undefined while it is on its way. */
  readonly at: (index: number) => Item | undefined;
  /** The place of an item among the pages that are there; -1 when it is in none. */
  readonly indexOf: (key: string) => number;
  /** Says which places are in sight. */
  readonly show: (first: number, last: number) => void;
  readonly reload: () => void;
}

/** What the server lists for a view: the same parameters that an export of the view takes. */
export function viewQuery({ filter, search, sort }: View): { filter?: string; search?: string; sort?: string } {
  return {
    ...(filter === undefined ? {} : { filter: JSON.stringify(filter) }),
    ...(search === undefined || search === "" ? {} : { search }),
    ...(sort === undefined ? {} : { sort }),
  };
}

/** The items of a view by their place: any page of the list is fetched as directly as the first. */
export function useItems(runId: RunId, view: View): Items {
  const query = viewQuery(view);
  const name = JSON.stringify([runId, view.list, query]);
  const [sight, setSight] = useState({ name, first: 0, last: 0 });
  const { first, last } = sight.name === name ? sight : { first: 0, last: 0 };
  const pages = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const found = useQueries({
    queries: pages.map((page) => ({
      queryKey: ["items", runId, view.list, query, page],
      queryFn: ({ signal }: { signal: AbortSignal }): Promise<ItemPage> =>
        client.call(endpoints[view.list], {
          params: { runId },
          query: { ...query, limit: PAGE_ITEMS, offset: page * PAGE_ITEMS },
          signal,
        }),
      gcTime: KEPT_MS,
    })),
  });
  // Until the new view has told how long it is, the list keeps the length it had.
  const lastTotal = useRef<number>(undefined);
  lastTotal.current = found.find(({ data }) => data !== undefined)?.data?.total ?? lastTotal.current;
  const show = useCallback(
    (from: number, to: number) => {
      const next = { name, first: Math.floor(Math.max(0, from) / PAGE_ITEMS), last: Math.floor(to / PAGE_ITEMS) };
      setSight((now) => (now.name === name && now.first === next.first && now.last === next.last ? now : next));
    },
    [name],
  );
  return {
    total: lastTotal.current,
    isLoading: found.some(({ isPending }) => isPending),
    error: found.find(({ error }) => error !== null)?.error ?? null,
    at: (index) => found[Math.floor(index / PAGE_ITEMS) - first]?.data?.items[index % PAGE_ITEMS],
    indexOf(key) {
      for (const [i, { data }] of found.entries()) {
        const at = data?.items.findIndex((item) => itemKey(item, view.list) === key) ?? -1;
        if (at >= 0) return (first + i) * PAGE_ITEMS + at;
      }
      return -1;
    },
    show,
    reload: () => found.forEach((page) => void page.refetch()),
  };
}
