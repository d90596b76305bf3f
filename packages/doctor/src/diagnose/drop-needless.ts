import type { FoundCause } from "../diagnosis.ts";
import type { Change } from "../experiment/change.ts";
import type { Inquiry } from "./inquiry.ts";

/** A cause with what mended it in the copy. */
export interface Mended {
  readonly cause: FoundCause;
  readonly changes: readonly Change[];
}

const LEAST_MS = 1_500;

/** Of several causes mended one after the other, only those without whose remedy the copy does not live: each is left out once. */
export async function dropNeedless(inquiry: Inquiry, mended: readonly Mended[]): Promise<FoundCause[]> {
  let kept = [...mended];
  for (const each of mended.slice(0, -1)) {
    if (each.changes.length === 0) continue;
    if (inquiry.timeLeftMs < Math.max(LEAST_MS, inquiry.unchangedMs * 2)) break;
    const changes = kept.filter((other) => other !== each).flatMap((other) => other.changes);
    const { end, elapsedMs } = await inquiry.run(changes);
    const needless = end.kind === "alive";
    const outcome = needless ? "survived" : "unchanged";
    inquiry.trials.push({ changes, purpose: `without mending ${each.cause.id}`, end, outcome, elapsedMs });
    if (needless) kept = kept.filter((other) => other !== each);
  }
  return kept.map(({ cause }) => cause);
}
