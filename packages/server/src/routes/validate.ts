import type { z } from "zod";
import { Problem, type ProblemItem } from "@recon/api";

/** Parses a part of the request; faults carry paths such as `body.passes[0].name`. */
export async function validate(schema: z.ZodType, value: unknown, part: "params" | "query" | "body"): Promise<unknown> {
  const nul = pathOfNul(value, part);
  if (nul !== undefined) throw invalid([{ path: nul, message: "the character U+0000 is not allowed" }]);
  const result = await schema.safeParseAsync(value);
  if (result.success) return result.data;
  const errors = result.error.issues
    .slice(0, 50)
    .map((issue) => ({ path: joinPath(part, issue.path), message: issue.message }));
  throw invalid(errors);
}

export function invalid(errors: readonly ProblemItem[]): Problem {
  const [first] = errors;
  const detail = first === undefined ? "The request is not valid." : `${first.path}: ${first.message}`;
  return new Problem("INPUT_INVALID", detail, { errors });
}

function joinPath(part: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : `${text}.${String(key)}`),
    part,
  );
}

/** PostgreSQL's text knows no U+0000. Walks with a list of its own: a request may nest deeper than the stack. */
function pathOfNul(root: unknown, part: string): string | undefined {
  const rest: unknown[] = [root];
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value === "string" && value.includes("\u0000")) return part;
    if (typeof value !== "object" || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      if (key.includes("\u0000")) return part;
      rest.push(child);
    }
  }
  return undefined;
}
