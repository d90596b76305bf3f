/** Where something stands in a plan: keys and list indexes from the root. */
export type PlanPath = readonly (string | number)[];

const PLAIN_KEY = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/** The path as people write it: `passes[2].conditions[0].field`, `fields["doc no"].left`; empty for the plan itself. */
export function formatPath(path: PlanPath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    if (!PLAIN_KEY.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}
