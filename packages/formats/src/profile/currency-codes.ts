// ISO 4217 as the platform's CLDR knows it, former currencies included.
const codes = new Set(Intl.supportedValuesOf("currency"));

/** Whether three capitals are the code of a currency that is or was in use. */
export function isCurrencyCode(text: string): boolean {
  return codes.has(text);
}
