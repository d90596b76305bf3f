import { describe, expect, it } from "vitest";
import { catalogue } from "../catalogue.ts";
import { isBytes } from "../endpoint.ts";
import { createOpenApi } from "./create-openapi.ts";

const document = createOpenApi(catalogue, { version: "1.0.0" }) as {
  paths: Record<string, Record<string, Record<string, unknown>>>;
  components: { schemas: Record<string, unknown> };
};

describe("the OpenAPI document", () => {
  it("holds every call of the catalogue once", () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    const ids = operations.map((one) => String(one["operationId"]));
    expect(ids.sort()).toEqual(catalogue.map((one) => one.id).sort());
    expect(new Set(catalogue.map((one) => `${one.method} ${one.path}`)).size).toBe(catalogue.length);
  });

  it("has no reference that leads nowhere", () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(references.length).toBeGreaterThan(10);
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(references.filter((reference) => !known.includes(reference))).toEqual([]);
  });

  it("describes every component, and not by itself", () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      expect(Object.keys(schema as object), name).not.toContain("$ref");
    }
  });

  it.each(catalogue.map((endpoint) => [endpoint.id, endpoint] as const))(
    "%s: parameters, examples, access",
    (_, endpoint) => {
      const inPath = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(Object.keys(endpoint.params?.shape ?? {}).sort()).toEqual(inPath.sort());
      const { body, response, query, example } = endpoint;
      if (body !== undefined && !isBytes(body)) {
        expect(example?.body, "a body needs an example").toBeDefined();
        expect(body.safeParse(example?.body).error?.message).toBeUndefined();
      }
      if (response !== undefined && !isBytes(response)) {
        expect(example?.response, "a response needs an example").toBeDefined();
        expect(response.safeParse(example?.response).error?.message).toBeUndefined();
      }
      if (query !== undefined) expect(query.safeParse(example?.query ?? {}).error?.message).toBeUndefined();
      expect(endpoint.response === undefined).toBe(endpoint.status === 204);
    },
  );
});
