import { useQuery } from "@tanstack/react-query";
import { listRows, type ResultRow, type RunId } from "@recon/api";
import { client } from "../../client/session.ts";
import type { BenchSide } from "./bench-record.ts";
import { freeRecords, inCurrency } from "./free-records.ts";
import { wantedAmount } from "./suggestion.ts";

const NEIGHBOURS = 4;

export interface NearestAsked {
  readonly difference: string;
  readonly currency: string;
  readonly hasCurrencies: boolean;
  readonly sides: readonly BenchSide[];
  readonly picked: Readonly<Record<BenchSide, readonly number[]>>;
}

/** The free records whose amounts come nearest to what is missing, from above and from below, of all that the run left over. */
export function useNearest(runId: RunId, asked: NearestAsked | undefined): readonly ResultRow[] | undefined {
  const { data } = useQuery({
    queryKey: ["items", runId, "nearest", asked],
    enabled: asked !== undefined,
    queryFn: async ({ signal }) => {
      if (asked === undefined) return [];
      const pages = asked.sides.flatMap((side) =>
        neighbourhoods(asked, side).map((query) => client.call(listRows, { params: { runId }, query, signal })),
      );
      return unique((await Promise.all(pages)).flatMap(({ items }) => items));
    },
  });
  return data;
}

function neighbourhoods(asked: NearestAsked, side: BenchSide): readonly Neighbourhood[] {
  const amount = wantedAmount(asked.difference, side);
  const picked = asked.picked[side];
  const conditions = [
    freeRecords(side),
    ...inCurrency(asked.hasCurrencies ? "currency" : undefined, asked.currency),
    ...(picked.length === 0 ? [] : [{ not: { column: "rowId", in: [...picked] } }]),
  ];
  const query = (bound: { from: string } | { to: string }, sort: string): Neighbourhood => ({
    filter: JSON.stringify({ all: [...conditions, { column: "amount", ...bound }] }),
    sort,
    limit: NEIGHBOURS,
  });
  return [query({ from: amount }, "amount"), query({ to: amount }, "-amount")];
}

interface Neighbourhood {
  readonly filter: string;
  readonly sort: string;
  readonly limit: number;
}

/** A record of exactly the amount is found from both directions. */
function unique(rows: readonly ResultRow[]): readonly ResultRow[] {
  return [...new Map(rows.map((row) => [`${row.side}:${row.rowId}`, row])).values()];
}
