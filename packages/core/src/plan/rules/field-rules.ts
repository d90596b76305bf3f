import type { Finding } from "../finding.ts";
import type { PlanParts } from "../plan-parts.ts";
import { numeric } from "../plan-uses.ts";
import type { PlanPath } from "../plan-path.ts";
import type { ColumnRef, Field } from "../schema.ts";
import { reservedNames, sides } from "../vocabulary.ts";
import type { FieldType } from "../vocabulary.ts";

/** Field names are none of the result set's own and differ by more than case, which engines fold. */
export function fieldNamesFree({ fieldNames }: PlanParts): Finding[] {
  const reserved = new Set<string>(reservedNames);
  const first = new Map<string, string>();
  return fieldNames.flatMap((name) => {
    const folded = name.toLowerCase();
    const path = ["fields", name];
    if (reserved.has(folded)) {
      return [
        {
          path,
          message: `${JSON.stringify(name)} is a column of the result set; name the field otherwise`,
          atKey: true,
        },
      ];
    }
    const other = first.get(folded);
    if (other === undefined) {
      first.set(folded, name);
      return [];
    }
    const message = `the fields ${JSON.stringify(other)} and ${JSON.stringify(name)} differ in case only`;
    return [{ path, message, atKey: true }];
  });
}

/** `normalise` is for text; `negate`, `minorUnits` and pairs of columns are for amounts. */
export function fieldSettingsFit({ fields }: PlanParts): Finding[] {
  return [...fields].flatMap(([name, field]) => {
    const path = ["fields", name];
    return [
      ...misplaced([...path, "normalise"], field.type, ["text"], (field.normalise ?? []).length > 0),
      ...misplaced([...path, "negate"], field.type, numeric, field.negate !== undefined),
      ...columnRefs(path, field).flatMap(({ path: refPath, ref }) => [
        ...misplaced([...refPath, "minorUnits"], field.type, numeric, "minorUnits" in ref),
        ...misplaced([...refPath, "debit"], field.type, numeric, "debit" in ref),
        ...columnPairFaults(refPath, ref),
        ...constantFaults(refPath, ref, field.type),
      ]),
    ];
  });
}

type ColumnObject = Exclude<ColumnRef, string>;

/** The column references of a field that are more than a header. */
export function columnRefs(path: PlanPath, field: Field): { path: PlanPath; ref: ColumnObject }[] {
  return sides.flatMap((side) => {
    const ref = field[side];
    return ref === undefined || typeof ref === "string" ? [] : [{ path: [...path, side], ref }];
  });
}

function misplaced(path: PlanPath, type: FieldType, types: readonly FieldType[], given: boolean): Finding[] {
  if (!given || types.includes(type)) return [];
  const message = `"${path.at(-1)}" is for fields of type ${types.join(" or ")}; this one is ${type}`;
  return [{ path, message, atKey: true }];
}

function columnPairFaults(path: PlanPath, ref: ColumnObject): Finding[] {
  if (!("debit" in ref) || ref.debit !== ref.credit) return [];
  return [{ path: [...path, "credit"], message: '"debit" and "credit" are the same column: the amount would be 0' }];
}

function constantFaults(path: PlanPath, ref: ColumnObject, type: FieldType): Finding[] {
  if (!("value" in ref) || type === "text") return [];
  const readable = type === "currency" ? /^\s*[A-Za-z]{3}\s*$/.test(ref.value) : /[0-9]/.test(ref.value);
  if (readable) return [];
  const expected = type === "currency" ? 'three letters, such as "EUR"' : `a ${type}`;
  return [{ path: [...path, "value"], message: `${JSON.stringify(ref.value)} is no ${type}; expected ${expected}` }];
}
