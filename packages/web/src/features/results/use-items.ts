import { useMemo } from "react";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { listBreaks, listDifferences, listGroups, listRejects, listRows, type RunId } from "@recon/api";
import { client } from "../../client/session.ts";
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

interface Page {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly total: number;
}

export interface Items {
  readonly loaded: readonly Item[];
  readonly total: number | undefined;
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly more: () => void;
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

/** The items of a view, page by page as they are scrolled to; the next page is found by key, never by counting. */
export function useItems(runId: RunId, view: View): Items {
  const query = viewQuery(view);
  const found = useInfiniteQuery({
    queryKey: ["items", runId, view.list, query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }): Promise<Page> =>
      client.call(endpoints[view.list], {
        params: { runId },
        query: { ...query, limit: PAGE_ITEMS, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
  const loaded = useMemo(() => found.data?.pages.flatMap(({ items }) => items) ?? [], [found.data]);
  return {
    loaded,
    total: found.data?.pages[0]?.total,
    isLoading: found.isPending || found.isFetchingNextPage || found.isPlaceholderData,
    error: found.error,
    more: () => {
      if (found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage();
    },
    reload: () => void found.refetch(),
  };
}
