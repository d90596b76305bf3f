/** An address without its password, also when it is too broken to be parsed. */
export function redactAddress(text: string): string {
  // Greedy on purpose: a password may itself hold slashes, colons and at signs that should have been encoded.
  return text.replace(/(\/\/[^:@\s]*):.*@/, "$1:…@").replace(/([?&](?:password|pass|token)=)[^&\s]*/gi, "$1…");
}
