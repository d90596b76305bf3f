import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Progress, Stack, Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { getSource, type Run, type RunProgressNow } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { client } from "../../client/session.ts";
import { formatCount } from "../../client/numbers.ts";
import { callKey } from "../../client/use-call.ts";

interface MatchedSoFarProps {
  readonly run: Run;
  /** Records that no pass has taken yet; null before the first pass has ended. */
  readonly open: RunProgressNow["open"];
}

/** How many records of each side the passes so far have taken, filling up as they end. */
export function MatchedSoFar({ run, open }: MatchedSoFarProps) {
  const totals = { left: useRows(run.left), right: useRows(run.right) };
  if (open === null) return null;
  return (
    <Stack gap="xs" component="section" aria-label={t`Settled so far`}>
      <Text size="sm" fw={600}>
        <Trans>Settled so far</Trans>
      </Text>
      {(["left", "right"] as const).map((side) => {
        const total = totals[side];
        const taken = total === undefined ? undefined : Math.max(0, total - open[side]);
        return (
          <div key={side}>
            <Text size="sm" className="figure">
              {wordOf(side)}:{" "}
              {taken === undefined
                ? t`${formatCount(open[side])} still open`
                : t`${formatCount(taken)} of ${formatCount(total ?? 0)} records`}
            </Text>
            <Progress
              value={taken === undefined || !total ? 0 : (100 * taken) / total}
              color="var(--recon-matched)"
              aria-label={t`${wordOf(side)}, settled so far`}
            />
          </div>
        );
      })}
    </Stack>
  );
}

/** Records of a side's files; undefined while one is not known. */
function useRows(files: Run["left"]): number | undefined {
  const found = useQueries({
    queries: files.map(({ sourceId }) => ({
      queryKey: callKey(getSource, { params: { sourceId } }),
      queryFn: () => client.call(getSource, { params: { sourceId } }),
    })),
  });
  const counts = found.map(({ data }) => data?.rows);
  return counts.every((count) => typeof count === "number") ? counts.reduce((sum, count) => sum + count, 0) : undefined;
}
