import type { FieldLayout, Plan } from "@recon/core";
import type { BothSides } from "../both-sides.ts";
import type { LoadedSide } from "./load-side.ts";

/** A source with its record table filled, its fields converted as far as the narrow path goes. */
export interface Filled {
  readonly plan: Plan;
  readonly narrow: readonly FieldLayout[];
  readonly loaded: BothSides<LoadedSide>;
}
