import type { PlanPath } from "./plan-path.ts";

/** A fault in a plan before its place in the text is known. */
export interface Finding {
  readonly path: PlanPath;
  readonly message: string;
  /** The key is at fault, not its value: an unknown key, one that does not belong here. */
  readonly atKey?: boolean;
}
