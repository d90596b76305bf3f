import { NO_CURRENCY, type ResultDescription, type ResultRow } from "@recon/api";
import type { z } from "zod";

type Description = z.infer<typeof ResultDescription>;

export type BenchSide = "left" | "right";
export const benchSides = ["left", "right"] as const;
export const otherSide = (side: BenchSide): BenchSide => (side === "left" ? "right" : "left");

/** A record as the workbench weighs and shows it. */
export interface BenchRecord {
  readonly side: BenchSide;
  readonly rowId: number;
  readonly version: number;
  /** Nobody has used it: only such records can be matched. */
  readonly isFree: boolean;
  readonly outcome: ResultRow["outcome"];
  /** Decimal text; null where it cannot be read, or the plan names no amount. */
  readonly amount: string | null;
  /** XXX: none. */
  readonly currency: string;
  readonly date: string | null;
  /** What else the record says, in the plan's order of its text fields. */
  readonly text: string;
}

export const recordKey = ({ side, rowId }: Pick<BenchRecord, "side" | "rowId">): string => `${side}:${rowId}`;

/** Reads records by the roles that the plan gives to its fields. */
export function recordReader({ roles, fields }: Description): (row: ResultRow) => BenchRecord {
  const inRole = new Set(Object.values(roles));
  const texts = fields.filter(({ name, type }) => type === "text" && !inRole.has(name)).map(({ name }) => name);
  const valueOf = (row: ResultRow, field: string | undefined): string | null =>
    field === undefined ? null : (row.values[field] ?? null);
  return (row) => ({
    side: row.side,
    rowId: row.rowId,
    version: row.version,
    isFree: row.groupId === null && (row.outcome === "unmatched" || row.outcome === "duplicate"),
    outcome: row.outcome,
    amount: valueOf(row, roles.amount),
    currency: valueOf(row, roles.currency) ?? NO_CURRENCY,
    date: valueOf(row, roles.date),
    text: texts.flatMap((field) => row.values[field] ?? []).join(" · "),
  });
}
