/** Words of a run's results and their review. */
import { z } from "zod";
import { breakKinds, groupKinds, outcomes, sides } from "@recon/core/vocabulary";

export { NO_CURRENCY } from "@recon/core/vocabulary";

export const ResultList = z.enum(["rows", "groups", "differences", "breaks", "rejects"]).meta({ id: "ResultList" });
export type ResultList = z.infer<typeof ResultList>;

/** What a record is by now: as the run left it, or as review changed it. */
export const EffectiveOutcome = z.enum([...outcomes, "writtenOff"]).meta({ id: "EffectiveOutcome" });
export type EffectiveOutcome = z.infer<typeof EffectiveOutcome>;

/** What a group is by now. `matched` and `suggested` are the run's own; review accepts, rejects, splits or writes off. */
export const GroupStatus = z
  .enum(["matched", "suggested", "accepted", "rejected", "split", "writtenOff"])
  .meta({ id: "GroupStatus" });
export type GroupStatus = z.infer<typeof GroupStatus>;

/** What became of a break. `matched`: its record is in a group that review made. */
export const BreakStatus = z
  .enum(["open", "matched", "writtenOff", "accepted", "rejected", "split"])
  .meta({ id: "BreakStatus" });
export type BreakStatus = z.infer<typeof BreakStatus>;

export const SideName = z.enum(sides).meta({ id: "Side" });
export const BreakKindName = z.enum(breakKinds).meta({ id: "BreakKind" });
export const GroupKindName = z.enum(groupKinds).meta({ id: "GroupKind" });

/** Decimal text, never rounded. */
export const DecimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
