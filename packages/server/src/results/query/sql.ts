import { quoteText } from "@recon/core/dialect";

/** A piece of SQL with the texts for its `?`, in order. Only texts are bound; numbers and dates are printed from parsed values. */
export interface Sql {
  readonly text: string;
  readonly values: readonly string[];
}

export const sql = (text: string, ...values: readonly string[]): Sql => ({ text, values });

export const TRUE = sql("TRUE");
export const FALSE = sql("FALSE");

export function joinSql(parts: readonly Sql[], between: string): Sql {
  return { text: parts.map(({ text }) => text).join(between), values: parts.flatMap(({ values }) => values) };
}

export function allOf(parts: readonly Sql[]): Sql {
  const needed = parts.filter((part) => part !== TRUE);
  if (needed.length === 0) return TRUE;
  return needed.length === 1 ? needed[0]! : wrap(joinSql(needed, " AND "));
}

export function anyOf(parts: readonly Sql[]): Sql {
  return parts.length === 0 ? FALSE : wrap(joinSql(parts, " OR "));
}

export const wrap = ({ text, values }: Sql): Sql => ({ text: `(${text})`, values });

export const not = ({ text, values }: Sql): Sql => ({ text: `(NOT coalesce(${text}, FALSE))`, values });

/** Only for vocabulary of ours: what people write is bound. */
export const words = (values: readonly string[]): string => values.map((value) => quoteText(value)).join(", ");
