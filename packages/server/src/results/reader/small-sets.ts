/**
 * A small result set's index is made in memory when the set is opened: its pages then cost no reading of files and no join. What it holds is what
 * an index holds (index-files.ts).
 */
import { sides } from "@recon/core";
import { fieldAlias } from "../lists/relations.ts";
import { sql } from "../query/sql.ts";
import type { Query } from "./engine.ts";
import { indexSelects } from "./index-selects.ts";
import type { OpenSet } from "./open-set.ts";

/** Of both sides together. */
const MOST_ROWS = 20_000;
/** Of all canonical values; the index takes about three times as much, and two dozen sets are open at once. */
const MOST_BYTES = 4 * 2 ** 20;

/** The set with its index in memory where it is small, otherwise as it is. */
export async function keepSmall(query: Query, set: OpenSet): Promise<OpenSet> {
  const rows = sides.reduce((sum, side) => sum + set.summary[side].rows, 0);
  if (rows > MOST_ROWS || (await valueBytes(query, set)) > MOST_BYTES) return set;
  for (const [name, select] of Object.entries(indexSelects(set)))
    await query.run(`CREATE TABLE ${set.schema}.${name}_rows AS ${select}`);
  return { ...set, isIndexed: true };
}

async function valueBytes(query: Query, set: OpenSet): Promise<number> {
  if (set.fields.length === 0) return 0;
  const lengths = set.fields.map((_, i) => `coalesce(strlen(${fieldAlias(i)}::VARCHAR), 0)`).join(" + ");
  const { left, right } = indexSelects(set);
  const [bytes] = await query.single([`coalesce(sum(${lengths}), 0)`], sql(`FROM (${left} UNION ALL ${right}) AS t`));
  return Number(bytes);
}
