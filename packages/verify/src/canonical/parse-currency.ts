/** A currency code: trimmed, upper-cased, three ASCII capitals. */
import { convertedNull, fault, type Converted } from "./converted.ts";
import { upperText } from "./fold-text.ts";
import { trimWhiteSpace } from "./white-space.ts";

export function parseCurrency(cell: string | null): Converted<string> {
  if (cell === null) return convertedNull;
  const text = upperText(trimWhiteSpace(cell));
  if (text === "") return convertedNull;
  return /^[A-Z]{3}$/.test(text) ? { ok: true, value: text } : fault("a currency code of three letters");
}
