/** The hash of a record's original cells (docs/matching.md, section 1), and which records get it when. */
import type { Plan } from "../plan/schema.ts";
import type { Side } from "../plan/vocabulary.ts";
import { call, column, isNull, text, when } from "../dialect/build.ts";
import type { Expr } from "../dialect/nodes.ts";

/** sha256 over the length-prefixed cells. */
export function contentHash(cells: readonly string[]): Expr {
  // concat leaves NULLs out: a NULL cell becomes `-`, a text its length, `:` and itself. One flat call is markedly cheaper than one a cell.
  const parts = cells.flatMap((name) => [
    call("byteLength", column(name)),
    when([[isNull(column(name)), text("-")]], text(":")),
    column(name),
  ]);
  return call("sha256", call("concat", ...parts));
}

/** A record's hash: the stored one, computed where loading left it out. */
export const recordHash = (plan: Plan, side: Side, cells: readonly string[]): Expr =>
  isHashed(plan, side) ? column("content_hash") : call("coalesce", column("content_hash"), contentHash(cells));

/** Whether loading hashes the records of a side. */
export const isHashed = (plan: Plan, side: Side): boolean => side === "left" || !sharesHashes(plan);

/**
 * Whether right records take the hash of the equal left record they are paired with: hashing costs more than comparing cell by cell, and
 * after a first keyed pass few records are left that need a hash of their own.
 */
export const sharesHashes = ({ passes }: Plan): boolean => passes.length === 0 || passes[0]!.kind === "keyed";
