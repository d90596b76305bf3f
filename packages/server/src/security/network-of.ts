import { isIPv6 } from "node:net";

const GROUPS = 8;
/** Providers give a customer at least a /64 (RFC 6177): its addresses are one caller's. */
const GROUPS_OF_NETWORK = 4;

/** What stands for one caller in limits that go by address: an IPv4 address, or the /64 network of an IPv6 address. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const bare = address.split("%")[0]!;
  if (!isIPv6(bare)) return address;
  const [head = [], tail = []] = bare.split("::").map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = bare.includes("::") ? Array<string>(Math.max(0, GROUPS - head.length - tail.length)).fill("0") : [];
  const groups = [...head, ...zeros, ...tail].slice(0, GROUPS_OF_NETWORK);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":")}::/64`;
}
