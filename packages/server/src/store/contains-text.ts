import { sql } from "kysely";
import { nameKey } from "./name-key.ts";

/** Condition: a folded column contains the text, taken literally. */
export function containsText(column: string, text: string) {
  const literal = nameKey(text).replaceAll(/[\\%_]/g, (character) => `\\${character}`);
  return sql<boolean>`${sql.ref(column)} like ${`%${literal}%`} escape '\\'`;
}
