/** An address without its password, also when it is too broken to be parsed. */
export function redactAddress(text: string): string {
  return text
    .replace(/(:\/\/[^/?#\s:@]*):[^\s/?#]*@/g, "$1:…@")
    .replace(/([?&](?:password|pass|token)=)[^&\s]*/gi, "$1…");
}
