import type { Expr } from "../dialect/nodes.ts";
import { call, cast, decimalType, integer } from "../dialect/build.ts";
import { L, R } from "./conditions.ts";
import { value, type FieldLayout } from "./layout.ts";

/** Sum of |l − r| over number and money fields and of days over date fields; a NULL against a value adds nothing. */
export function magnitude(fields: readonly FieldLayout[]): Expr {
  const scale = Math.max(0, ...fields.map((field) => field.decimal?.scale ?? 0));
  const parts = fields.flatMap((field) => {
    if (field.decimal !== undefined) return [call("abs", call("subtract", value(field, L), value(field, R)))];
    return field.type === "date" ? [call("daysBetween", value(field, L), value(field, R))] : [];
  });
  const type = decimalType(38, scale);
  const terms = parts.map((part) => call("coalesce", cast(part, type), cast(integer(0), type)));
  return terms.length === 0
    ? integer(0)
    : cast(
        terms.reduce((sum, term) => call("add", sum, term)),
        type,
      );
}
