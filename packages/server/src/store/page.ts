import { createHash } from "node:crypto";
import type { SelectQueryBuilder } from "kysely";
import { Problem } from "@recon/api";

/** One sortable column; `id` breaks ties. References are qualified: `projects.name`. */
export interface PageOrder {
  readonly column: string;
  readonly id: string;
  readonly descending: boolean;
  /** The column holds integers; default: texts. */
  readonly isNumeric?: boolean;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly sort: string;
  readonly search?: string | undefined;
}

export interface Page<Row> {
  readonly items: Row[];
  readonly nextCursor: string | null;
  readonly total: number;
}

/**
 * Reads one page by keyset: rows added or removed elsewhere neither repeat nor hide a row. The rows must select the
 * sort column as `sort_value` and the tie-breaker as `sort_id`; the sort column must not be NULL.
 */
export async function readPage<DB, TB extends keyof DB, Row extends { sort_value: unknown; sort_id: string }>(
  query: SelectQueryBuilder<DB, TB, Row>,
  order: PageOrder,
  request: PageRequest & { fingerprint: string },
): Promise<Page<Row>> {
  const { total } = (await query
    .clearSelect()
    .select((builder) => builder.fn.countAll().as("total"))
    .executeTakeFirstOrThrow()) as { total: unknown };
  const direction = order.descending ? "desc" : "asc";
  let page = query
    .orderBy(order.column as never, direction)
    .orderBy(order.id as never, direction)
    .limit(request.limit + 1);
  if (request.cursor !== undefined) {
    const [value, id] = readCursor(request.cursor, { ...request, isNumeric: order.isNumeric ?? false });
    const beyond = order.descending ? "<" : ">";
    page = page.where((builder) =>
      builder.or([
        builder(order.column as never, beyond, value as never),
        builder.and([
          builder(order.column as never, "=", value as never),
          builder(order.id as never, beyond, id as never),
        ]),
      ]),
    );
  }
  const rows = await page.execute();
  const items = rows.slice(0, request.limit) as Row[];
  const last = items.at(-1);
  const more = rows.length > request.limit && last !== undefined;
  return {
    items,
    nextCursor: more ? writeCursor([last.sort_value, last.sort_id], request.fingerprint) : null,
    total: Number(total),
  };
}

/** What a cursor belongs to: used with another sort or filter it would silently skip rows. */
export function listFingerprint(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 12);
}

function writeCursor(position: readonly unknown[], fingerprint: string): string {
  return Buffer.from(JSON.stringify([fingerprint, ...position])).toString("base64url");
}

function readCursor(
  cursor: string,
  { fingerprint, isNumeric }: { fingerprint: string; isNumeric: boolean },
): readonly [string | number, string] {
  const isText = (value: unknown): value is string => typeof value === "string" && !value.includes("\u0000");
  try {
    const [of, value, id] = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")) as unknown[];
    const fits = isNumeric ? Number.isSafeInteger(value) : isText(value);
    if (of === fingerprint && fits && isText(id)) return [value as string | number, id];
  } catch {
    // Not a cursor of ours; told below.
  }
  throw new Problem("CURSOR_INVALID", "The cursor belongs to another list, filter or sort; start at the first page.");
}
