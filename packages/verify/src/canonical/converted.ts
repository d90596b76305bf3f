/** What a conversion yields: a value, NULL, or the words for what was expected. */
export type Converted<Value> =
  { readonly ok: true; readonly value: Value | null } | { readonly ok: false; readonly expected: string };

export const convertedNull = { ok: true, value: null } as const;

export function fault(expected: string): { ok: false; expected: string } {
  return { ok: false, expected };
}
