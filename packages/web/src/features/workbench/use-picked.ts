import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { listRows, type ResultRow, type RunId } from "@recon/api";
import { client } from "../../client/session.ts";
import { benchSides, recordKey, type BenchRecord, type BenchSide } from "./bench-record.ts";

export type Picks = Readonly<Record<BenchSide, readonly number[]>>;

/** As many rows a page of records holds; with more, the address would grow too long to be opened again. */
export const MOST_PICKED = 500;

export interface Picked {
  /** In the order in which they were picked, left first. */
  readonly records: readonly BenchRecord[];
  /** Some are not known yet: no sum can be told. */
  readonly isPending: boolean;
  readonly error: unknown;
}

/**
 * The picked records as they are by now. `listed` are those that a list on the screen holds: just picked, a record is
 * there before the server is asked for it. What does not exist is left out.
 */
export function usePicked(
  runId: RunId,
  picks: Picks,
  { listed, read }: { readonly listed: readonly BenchRecord[]; readonly read: (row: ResultRow) => BenchRecord },
): Picked {
  const left = usePickedRows(runId, "left", picks.left);
  const right = usePickedRows(runId, "right", picks.right);
  const known = new Map<string, BenchRecord>();
  for (const record of [...listed, ...left.rows.map(read), ...right.rows.map(read)]) {
    const key = recordKey(record);
    if (record.version >= (known.get(key)?.version ?? 0)) known.set(key, record);
  }
  const wanted = benchSides.flatMap((side) => picks[side].map((rowId) => ({ side, rowId })));
  return {
    records: wanted.flatMap((record) => known.get(recordKey(record)) ?? []),
    isPending: (left.isPending || right.isPending) && wanted.some((record) => !known.has(recordKey(record))),
    error: left.error ?? right.error,
  };
}

function usePickedRows(runId: RunId, side: BenchSide, rowIds: readonly number[]) {
  const filter = {
    all: [
      { column: "side", in: [side] },
      { column: "rowId", in: [...rowIds] },
    ],
  };
  const found = useQuery({
    queryKey: ["items", runId, "picked", side, rowIds],
    enabled: rowIds.length > 0,
    queryFn: ({ signal }) =>
      client.call(listRows, {
        params: { runId },
        query: { filter: JSON.stringify(filter), limit: MOST_PICKED },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
  return {
    rows: found.data?.items ?? [],
    isPending: rowIds.length > 0 && (found.isPending || found.isPlaceholderData),
    error: found.error,
  };
}
