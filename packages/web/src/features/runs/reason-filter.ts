import type { Filter } from "@recon/api";

const NEAREST = "nearest differs in ";

/**
 * The overview gathers reasons that name a row under one label; this turns the label back into conditions on the
 * reasons as they stand at the breaks.
 */
export function reasonFilter(label: string | null): readonly Filter[] {
  if (label === null) return [{ column: "reason", isNull: true }];
  if (label === "nothing comes near") return [{ column: "reason", in: ["nothing on the other side comes near"] }];
  if (!label.startsWith(NEAREST)) return [{ column: "reason", in: [label] }];
  const fields = label.slice(NEAREST.length).replaceAll(", ", ",");
  const ending = `which differs in ${fields}`;
  return [{ column: "reason", contains: ending }, { not: { column: "reason", contains: `${ending},` } }];
}
