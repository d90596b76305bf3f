import { listRows, type ResultRow, type RunId } from "@recon/api";
import { client } from "../../client/session.ts";
import { usePages, type Pages } from "../../client/use-pages.ts";
import type { BenchSide } from "./bench-record.ts";
import { freeRecords } from "./free-records.ts";

const PAGE_ITEMS = 200;

export interface Look {
  readonly search: string | undefined;
  /** `amount`, `-date`; undefined: as they stand in the file. */
  readonly sort: string | undefined;
}

/** The records of a side that can be matched by hand, as the person looks at them. */
export function useFreeRecords(runId: RunId, side: BenchSide, { search, sort }: Look): Pages<ResultRow> {
  const query = {
    filter: JSON.stringify(freeRecords(side)),
    limit: PAGE_ITEMS,
    ...(search === undefined || search === "" ? {} : { search }),
    ...(sort === undefined ? {} : { sort }),
  };
  return usePages(["items", runId, "free", query], (cursor, signal) =>
    client.call(listRows, {
      params: { runId },
      query: { ...query, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  );
}
