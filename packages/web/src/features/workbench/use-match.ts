import { t } from "@lingui/core/macro";
import { useMutation } from "@tanstack/react-query";
import { matchRecords, type RunId } from "@recon/api";
import { client } from "../../client/session.ts";
import { formatCount } from "../../client/numbers.ts";
import { refreshReview } from "../../client/refresh-review.ts";
import { offerUndo } from "../../components/offer-undo.tsx";
import type { BenchRecord, BenchSide } from "./bench-record.ts";
import type { Reasoned } from "./book-rest.tsx";
import type { Picks } from "./use-picked.ts";

interface MatchAsked {
  readonly picks: Picks;
  readonly records: readonly BenchRecord[];
  readonly setPicks: (picks: Picks) => void;
}

/** Makes the group, with the versions that were looked at; on success the bench is empty, undone it is as it was. */
export function useMatch(runId: RunId, { picks, records, setPicks }: MatchAsked) {
  const versioned = (wanted: BenchSide) =>
    records.filter(({ side }) => side === wanted).map(({ rowId, version }) => ({ rowId, version }));
  return useMutation({
    mutationFn: (reasoned: Reasoned | undefined) =>
      client.call(matchRecords, {
        params: { runId },
        body: { left: versioned("left"), right: versioned("right"), ...reasoned },
      }),
    async onSuccess({ decision }, reasoned) {
      setPicks({ left: [], right: [] });
      const [left, right] = [picks.left.length, picks.right.length];
      const all = formatCount(left + right);
      const what = left * right === 0 ? t`${all} that cancel out` : t`${formatCount(left)} with ${formatCount(right)}`;
      const said = t`Matched ${what}${reasoned === undefined ? "" : t`, the rest as ${reasoned.reasonCode}`}`;
      offerUndo(runId, { decisionId: decision.id, said, onUndone: () => setPicks(picks) });
      await refreshReview();
    },
    // What somebody else did meanwhile shows at the picked records.
    onError: () => refreshReview(),
  });
}
