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
    const names = io === "output" ? new Map<string, string>() : this.inputNames($defs);
    for (const [name, definition] of Object.entries($defs)) {
      this.schemas[names.get(name) ?? name] = rewrite(definition, names) as JsonSchema;
    }
    return rewrite(root, names) as JsonSchema;
  }

  /** A component is its own input only if all that it refers to is, too: names are added until none is missing. */
  private inputNames(definitions: Readonly<Record<string, JsonSchema>>): Map<string, string> {
    const names = new Map<string, string>();
    const differs = ([name, definition]: [string, JsonSchema]): boolean =>
      !names.has(name) &&
      this.schemas[name] !== undefined &&
      JSON.stringify(rewrite(definition, names)) !== JSON.stringify(this.schemas[name]);
    for (let found = Object.entries(definitions).find(differs); found !== undefined;) {
      names.set(found[0], `${found[0]}Input`);
      found = Object.entries(definitions).find(differs);
    }
    return names;
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
