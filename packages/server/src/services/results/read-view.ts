import { parseFilter, Problem, type ResultList } from "@recon/api";
import type { ListQuery } from "../../results/reader/messages.ts";

/** The view that a query string asks for. */
export function readView(
  list: ResultList,
  query: { filter?: string | undefined; search?: string | undefined; sort?: string | undefined },
): ListQuery {
  const parsed = query.filter === undefined ? undefined : parseFilter(query.filter);
  if (parsed !== undefined && "message" in parsed) {
    const { path, message } = parsed;
    throw new Problem("INPUT_INVALID", `${path}: ${message}`, { errors: [{ path: `query.${path}`, message }] });
  }
  return { list, filter: parsed?.filter, search: query.search, sort: query.sort };
}
