import { Trans } from "@lingui/react/macro";
import { Anchor, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconArrowRight, IconCircleCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { getRunOverview, type Run } from "@recon/api";
import { formatAgo, formatCount, formatRate } from "../../client/numbers.ts";
import { useCall } from "../../client/use-call.ts";
import { Amount } from "../../components/amount.tsx";
import { Mine } from "./mine.tsx";
import { RunThisMonth } from "./run-this-month.tsx";
import classes from "./open-work.module.css";

const open = { column: "status", in: ["open"] };

/** What is left to do in one run, and the way into it. */
export function OpenWork({ run }: { readonly run: Run }) {
  const { data } = useCall(getRunOverview, { params: { runId: run.id } }, { enabled: run.resultState === "present" });
  return (
    <div className={classes.card}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Anchor fw={600} renderRoot={(props) => <Link to="/runs/$runId" params={{ runId: run.id }} {...props} />}>
          {run.reconciliationName}
        </Anchor>
        <Text size="xs" c="dimmed">
          {formatAgo(run.endedAt ?? run.createdAt)}
        </Text>
      </Group>
      {data === undefined ? (
        <Skeleton h={64} visible={run.resultState === "present"} />
      ) : (
        <Stack gap={4}>
          <Group gap="xs" align="baseline">
            <span className={classes.count}>{formatCount(data.breaks.open)}</span>
            <Text span size="sm">
              <Trans>open breaks</Trans>
            </Text>
          </Group>
          <Text size="sm" c="dimmed">
            <Trans>
              {Object.entries(data.valueAtRisk).map(([currency, value], at) => (
                <span key={currency}>
                  {at > 0 && " · "}
                  <Amount value={value} currency={currency} />
                </span>
              ))}{" "}
              at risk · {formatRate(data.matchRate.now.byCount)} matched
            </Trans>
          </Text>
          <Mine runId={run.id} />
          {data.breaks.open === 0 ? (
            <Group gap="xs" c="var(--recon-good)">
              <IconCircleCheck size={16} />{" "}
              <Text size="sm">
                <Trans>Everything is cleared.</Trans>
              </Text>
            </Group>
          ) : (
            <Anchor
              size="sm"
              renderRoot={(props) => (
                <Link
                  to="/runs/$runId/explore"
                  params={{ runId: run.id }}
                  search={{ list: "breaks", filter: open, sort: "-amount" }}
                  {...props}
                />
              )}
            >
              <Trans>
                Work on the breaks <IconArrowRight size={14} style={{ verticalAlign: "-2px" }} />
              </Trans>
            </Anchor>
          )}
        </Stack>
      )}
      <div>
        <RunThisMonth run={run} />
      </div>
    </div>
  );
}
