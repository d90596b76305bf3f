/** Reading JSON of a folder that may be crafted: every step checks the type, `__proto__` is an ordinary key. */

export class GuardFault extends Error {
  override readonly name = "GuardFault";
}

export type JsonObject = ReadonlyMap<string, unknown>;

export function readObject(value: unknown, path: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new GuardFault(`${path} is no object`);
  return new Map(Object.entries(value));
}

export function readList(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new GuardFault(`${path} is no list`);
  return value;
}

export function readText(object: JsonObject, key: string, path: string): string {
  const value = object.get(key);
  if (typeof value !== "string") throw new GuardFault(`${path}.${key} is no text`);
  return value;
}

export function readCount(object: JsonObject, key: string, path: string): number {
  const value = object.get(key);
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new GuardFault(`${path}.${key} is no count`);
  }
  return value;
}

export function readBoolean(object: JsonObject, key: string, path: string): boolean {
  const value = object.get(key);
  if (typeof value !== "boolean") throw new GuardFault(`${path}.${key} is neither true nor false`);
  return value;
}

export function readSha256(object: JsonObject, key: string, path: string): string {
  const value = readText(object, key, path);
  if (!/^[0-9a-f]{64}$/.test(value)) throw new GuardFault(`${path}.${key} is no sha256`);
  return value;
}

/** Currency to decimal text. */
export function readTotals(value: unknown, path: string): ReadonlyMap<string, string> {
  const totals = new Map<string, string>();
  const object = readObject(value, path);
  for (const currency of object.keys()) totals.set(currency, readDecimal(object, currency, path));
  return totals;
}

export function readDecimal(object: JsonObject, key: string, path: string): string {
  const value = readText(object, key, path);
  if (!/^-?\d{1,60}(\.\d{1,40})?$/.test(value)) throw new GuardFault(`${path}.${key} is no decimal`);
  return value;
}
