import { keepPreviousData, QueryClient, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { CallFailed, type CallInput, type CallOutput, type Endpoint } from "@recon/api";
import { client } from "./session.ts";

/** Answers below 500 will not change by asking again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && !(error instanceof CallFailed && error.status < 500),
    },
  },
});

export interface CallOptions {
  readonly enabled?: boolean;
  readonly pollMs?: number | false;
  /** Shows the answer before while the next one is on its way. */
  readonly keepPrevious?: boolean;
}

/** Key of a call in the cache; with a part of the input it stands for all calls that share that part. */
export function callKey(endpoint: Endpoint, input: object = {}): readonly unknown[] {
  const { params, query } = input as { params?: unknown; query?: unknown };
  if (params === undefined && query === undefined) return [endpoint.id];
  return query === undefined ? [endpoint.id, params ?? null] : [endpoint.id, params ?? null, query];
}

/** A reading call as a query: cached, cancelled when it is no longer wanted. */
export function useCall<E extends Endpoint>(
  endpoint: E,
  input: CallInput<E>,
  options: CallOptions = {},
): UseQueryResult<CallOutput<E>> {
  return useQuery<CallOutput<E>>({
    queryKey: callKey(endpoint, input as object),
    queryFn: ({ signal }) => client.call(endpoint, { ...(input as object), signal } as CallInput<E>),
    enabled: options.enabled ?? true,
    refetchInterval: options.pollMs ?? false,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}
