import { useMemo } from "react";
import { keepPreviousData, useInfiniteQuery, type QueryKey } from "@tanstack/react-query";

export interface ListPage<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly total: number;
}

/** What is loaded of a list, and the way to more of it. */
export interface Pages<T> {
  readonly loaded: readonly T[];
  readonly total: number | undefined;
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly more: () => void;
  readonly reload: () => void;
}

/** A list page by page as it is scrolled to; the next page is found by key, never by counting. */
export function usePages<T>(
  queryKey: QueryKey,
  fetchPage: (cursor: string | undefined, signal: AbortSignal) => Promise<ListPage<T>>,
): Pages<T> {
  const found = useInfiniteQuery({
    queryKey,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
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
