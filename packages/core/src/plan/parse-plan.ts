import { checkParts } from "./check-plan.ts";
import type { DocumentPlaces } from "./document-places.ts";
import type { Finding } from "./finding.ts";
import { PlanFaults } from "./plan-faults.ts";
import type { PlanFault } from "./plan-faults.ts";
import { soundParts } from "./plan-parts.ts";
import { formatPath } from "./plan-path.ts";
import { readDocument } from "./read-document.ts";
import { schemaFaults } from "./schema-faults.ts";
import { Plan } from "./schema.ts";
import { isMapping } from "./wording.ts";

/**
 * The plan in a YAML or JSON text; `file` is what messages call it. Throws `PlanFaults` (`PLAN_INVALID`) with all that
 * is wrong at once, each fault with its place. Kinds of passes that cannot be run yet are accepted (`checkRunnable`).
 */
export function parsePlan(text: string, file: string): Plan {
  const document = readDocument(text);
  if ("faults" in document) throw new PlanFaults(file, document.faults);
  const { value, places } = document;
  const contradictions = isMapping(value) ? checkParts(soundParts(value)) : [];
  const findings = [...schemaFaults(Plan, value, [], places), ...contradictions];
  if (findings.length > 0) throw new PlanFaults(file, placed(findings, places));
  return Plan.parse(value);
}

/** Findings with their places; what stands in an aliased part is reported once. */
function placed(findings: readonly Finding[], places: DocumentPlaces): PlanFault[] {
  const faults = new Map<string, PlanFault>();
  for (const { path, message, atKey } of findings) {
    const fault = { path: formatPath(path), ...places.place(path, atKey), message };
    const known = `${fault.line}:${fault.column}:${message}`;
    if (!faults.has(known)) faults.set(known, fault);
  }
  return [...faults.values()];
}
