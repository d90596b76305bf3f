import { isIP } from "node:net";
import type { Reading } from "./setting.ts";

export const MIN_SECRET_BYTES = 32;

export const readText = (text: string): Reading<string> => ({ value: text });

/** A whole number within bounds; no signs, exponents or blanks. */
export function readInteger(bounds: { min: number; max: number; what?: string }): (text: string) => Reading<number> {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= bounds.min && value <= bounds.max) return { value };
    return { wrong: `is not ${bounds.what ?? "a whole number"} from ${bounds.min} to ${bounds.max}` };
  };
}

const units: Record<string, number> = { "": 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

/** Bytes, with or without a unit; units count in powers of 1024. */
export function readBytes(text: string): Reading<number> {
  const [, digits, unit = ""] = /^(\d{1,15}) ?([KMGT]B)?$/i.exec(text) ?? [];
  if (digits === undefined) return { wrong: "is not a size in bytes (units KB, MB, GB, TB)" };
  const value = Number(digits) * units[unit.toUpperCase()]!;
  return value > 0 && Number.isSafeInteger(value) ? { value } : { wrong: "is not a size above 0 that can be counted" };
}

export function readOneOf<const T extends string>(names: readonly T[]): (text: string) => Reading<T> {
  return (text) => {
    const value = names.find((name) => name === text.toLowerCase());
    return value === undefined ? { wrong: `is not one of ${names.join(", ")}` } : { value };
  };
}

/** An address with one of the given schemes. `needs` names the parts without which it leads nowhere. */
export function readAddress(
  schemes: readonly string[],
  needs: readonly ("host" | "path")[] = ["host"],
): (text: string) => Reading<string> {
  return (text) => {
    if (!URL.canParse(text)) return { wrong: `is not an address of the form ${schemes[0]}://…` };
    const url = new URL(text);
    if (!schemes.includes(url.protocol.slice(0, -1))) {
      return { wrong: `has the scheme ${url.protocol.slice(0, -1)}, not ${schemes.join(" or ")}` };
    }
    if (needs.includes("host") && url.hostname === "") return { wrong: "names no host" };
    if (needs.includes("path") && url.pathname.length < 2) return { wrong: "names no database after the host" };
    return { value: text };
  };
}

export function readSecret(text: string): Reading<string> {
  if (Buffer.byteLength(text) >= MIN_SECRET_BYTES) return { value: text };
  return { wrong: `is too short: at least ${MIN_SECRET_BYTES} bytes are needed` };
}

/** An address to bind: IPv4, IPv6 or a name. */
export function readHost(text: string): Reading<string> {
  const bare = text.replace(/^\[(.*)\]$/, "$1");
  if (isIP(bare) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(bare)) return { value: bare };
  return { wrong: "is neither an IP address nor a host name" };
}

/** Web origins (scheme and host, no path), separated by commas. */
export function readOrigins(text: string): Reading<readonly string[]> {
  const origins = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  for (const origin of origins) {
    const url = URL.canParse(origin) ? new URL(origin) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol) || url.origin !== origin.replace(/\/$/, "")) {
      return { wrong: `holds ${JSON.stringify(origin)}, which is not an origin (scheme and host, no path, no *)` };
    }
  }
  return { value: origins.map((origin) => origin.replace(/\/$/, "")) };
}

/** Addresses and networks of proxies. A count of hops is refused: it cannot tell who really connects. */
export function readProxies(text: string): Reading<readonly string[]> {
  if (/^(false|no|off)$/i.test(text)) return { value: [] };
  const names = text.split(",").map((part) => part.trim());
  const isKnown = (name: string): boolean => ["loopback", "linklocal", "uniquelocal"].includes(name) || isNetwork(name);
  if (names.every(isKnown)) return { value: names };
  // Trusting everybody, or a number of hops, would let anyone choose the address that rate limits and lock-outs go by.
  return {
    wrong: "is not a list of addresses or networks of proxies (loopback, linklocal and uniquelocal stand for theirs)",
  };
}

function isNetwork(name: string): boolean {
  const [address = "", bits, ...rest] = name.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
