import { readFileSync } from "node:fs";
import { Plan } from "@recon/core";
import { expect, test } from "vitest";
import { z } from "zod";
import { planDocs } from "./generate-plan-docs.ts";

test("the pages under docs/ are those that the schema yields", async () => {
  for (const [name, text] of Object.entries(await planDocs())) {
    const written = readFileSync(new URL(`../docs/${name}`, import.meta.url), "utf8");
    expect(written, `${name} is stale: run npx node --conditions=source scripts/generate-plan-docs.ts`).toBe(text);
  }
});

test("every key of a plan has a description, its own or that of what it refers to", () => {
  const undescribed: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== "object" || node === null) return;
    const { properties } = node as {
      properties?: Record<string, { description?: string; const?: unknown; $ref?: string; allOf?: unknown }>;
    };
    for (const [key, property] of Object.entries(properties ?? {})) {
      if ((property.description ?? property.const ?? property.$ref ?? property.allOf) === undefined)
        undescribed.push(`${path}.${key}`);
    }
    for (const [key, child] of Object.entries(node)) visit(child, `${path}.${key}`);
  };
  visit(z.toJSONSchema(Plan, { io: "input", target: "draft-7" }), "plan");
  expect(undescribed).toEqual([]);
});
