import { isIP } from "node:net";

/** Where a stand-in for a host listens in a clone: its own address, or for a name one of the loopback's that belongs to that name alone. */
export function standInAddress(host: string): string {
  if (isIP(host) !== 0) return host;
  let hash = 0;
  for (const character of host) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 64_000;
  return `127.77.${Math.floor(hash / 250)}.${(hash % 250) + 1}`;
}
