import { z } from "zod";

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Collects named schemas into `components.schemas` and hands out references to them. */
export class SchemaComponents {
  readonly schemas: Record<string, JsonSchema> = {};

  /**
   * JSON Schema of a Zod schema. What is sent and what is received may differ (defaults, coercion): a name whose input
   * differs from its output gets a second component, `NameInput`.
   */
  reference(schema: z.ZodType, io: "input" | "output"): JsonSchema {
    const {
      $schema: _,
      $defs = {},
      ...root
    } = z.toJSONSchema(schema, { io, unrepresentable: "any" }) as {
      $schema?: string;
      $defs?: Record<string, JsonSchema>;
    };
    const names = new Map<string, string>();
    const id = schema.meta()?.id;
    const definitions = { ...$defs, ...(id === undefined ? {} : { [id]: root as JsonSchema }) };
    for (const [name, definition] of Object.entries(definitions)) names.set(name, this.nameFor(name, definition, io));
    for (const [name, definition] of Object.entries(definitions)) {
      this.schemas[names.get(name) ?? name] = rewrite(definition, names) as JsonSchema;
    }
    if (id !== undefined) return { $ref: `#/components/schemas/${names.get(id) ?? id}` };
    return rewrite(root, names) as JsonSchema;
  }

  private nameFor(name: string, definition: JsonSchema, io: "input" | "output"): string {
    const known = this.schemas[name];
    if (io === "output" || known === undefined) return name;
    const same = JSON.stringify(rewrite(definition, new Map())) === JSON.stringify(known);
    return same ? name : `${name}Input`;
  }
}

function rewrite(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((item) => rewrite(item, names));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, of]) => !(key === "id" && typeof of === "string" && "type" in value),
  );
  return Object.fromEntries(
    entries.map(([key, child]) => {
      if (key !== "$ref" || typeof child !== "string") return [key, rewrite(child, names)];
      const name = child.replace(/^#\/\$defs\//, "");
      return [key, child === "#" ? child : `#/components/schemas/${names.get(name) ?? name}`];
    }),
  );
}
