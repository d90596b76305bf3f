import fc, { type Arbitrary } from "fast-check";

type Schema = Readonly<Record<string, unknown>>;

const nasty: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "😀".repeat(200),
  "' or 1=1 --",
  "${jndi:ldap://x}",
  "../../../../etc/passwd",
  "<script>alert(1)</script>",
  "x".repeat(20_000),
  "2026-02-30T25:61:61Z",
  "00000000-0000-0000-0000-000000000000",
  [],
  [[[[[[]]]]]],
  {},
  { $ne: null },
  JSON.parse('{"__proto__":{"role":"admin"}}'),
  { constructor: { prototype: { role: "admin" } } },
  JSON.parse("[".repeat(3_000) + "]".repeat(3_000)),
];

/** A value that nobody should send. */
export const nastyValue: Arbitrary<unknown> = fc.constantFrom(...nasty);

/** Values of a JSON Schema of this API, now and then with one that no schema allows in some place. */
export function arbitraryOf(
  schema: Schema,
  components: Readonly<Record<string, Schema>>,
  depth = 0,
): Arbitrary<unknown> {
  const well = wellFormed(schema, components, depth);
  return fc.oneof({ weight: 12, arbitrary: well }, { weight: 1, arbitrary: nastyValue });
}

function wellFormed(schema: Schema, components: Readonly<Record<string, Schema>>, depth: number): Arbitrary<unknown> {
  const inner = (child: unknown) => arbitraryOf(child as Schema, components, depth + 1);
  if (depth > 8) return fc.constant(null);
  if (typeof schema["$ref"] === "string") return inner(components[schema["$ref"].split("/").at(-1) ?? ""] ?? {});
  if ("const" in schema) return fc.constant(schema["const"]);
  if (Array.isArray(schema["enum"])) return fc.constantFrom(...(schema["enum"] as unknown[]));
  const choices = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) return fc.oneof(...choices.map(inner));
  switch (schema["type"]) {
    case "string":
      return textOf(schema);
    case "integer":
      return fc.integer({
        min: numberOf(schema["minimum"], -5),
        max: Math.min(numberOf(schema["maximum"], 1_000), 1e9),
      });
    case "number":
      return fc.double({ noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return Array.isArray(schema["prefixItems"])
        ? fc.tuple(...(schema["prefixItems"] as unknown[]).map(inner))
        : fc.array(inner(schema["items"] ?? {}), { minLength: numberOf(schema["minItems"], 0), maxLength: 3 });
    case "object":
      return objectOf(schema, inner);
    default:
      return fc.jsonValue();
  }
}

function objectOf(schema: Schema, inner: (child: unknown) => Arbitrary<unknown>): Arbitrary<unknown> {
  const properties = (schema["properties"] ?? {}) as Record<string, unknown>;
  const required = (schema["required"] ?? []) as string[];
  if (Object.keys(properties).length === 0)
    return fc.dictionary(fc.string(), inner(schema["additionalProperties"] ?? {}), { maxKeys: 3 });
  const model = Object.fromEntries(Object.entries(properties).map(([name, child]) => [name, inner(child)]));
  return fc.record(model, { requiredKeys: required });
}

function textOf(schema: Schema): Arbitrary<string> {
  if (schema["format"] === "uuid") return fc.uuid({ version: 7 });
  if (schema["format"] === "email") return fc.emailAddress();
  if (schema["format"] === "date-time") return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  const minLength = numberOf(schema["minLength"], 0);
  const maxLength = Math.max(minLength, Math.min(numberOf(schema["maxLength"], 40), 300));
  return fc.string({ minLength, maxLength, unit: "binary" });
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}
