/** The steps of a start, in order. */
export const startPhases = [
  "configuration",
  "listen",
  "secrets",
  "store",
  "migrations",
  "redis",
  "jobs",
  "routes",
  "self-probe",
] as const;

/** Where a server is: loading its program, in a step of its start, serving, or stopping. */
export type Phase = "load" | (typeof startPhases)[number] | "ready" | "stopping";
