import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group, Text } from "@mantine/core";
import type { RunId } from "@recon/api";
import { formatCount } from "../../client/numbers.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import type { Picks } from "./use-picks.ts";
import type { View } from "./view.ts";

interface BulkBarProps {
  readonly runId: RunId;
  readonly view: View;
  readonly total: number;
  readonly picks: Picks;
}

/** The way to one decision about many breaks: the picked ones, or all of the view. */
export function BulkBar({ runId, view, total, picks }: BulkBarProps) {
  const [deciding, setDeciding] = useState(false);
  const count = picks.keys.size;
  const isPicked = count > 0;
  const ids = [...picks.keys].map((key) => Number(key.slice("break:".length)));
  const title = isPicked ? t`${formatCount(count)} picked breaks` : t`All ${formatCount(total)} breaks of this view`;
  return (
    <Group gap="sm" mih={26}>
      {isPicked && (
        <Text size="sm" role="status">
          <Trans>{formatCount(count)} picked</Trans>
        </Text>
      )}
      <Button
        size="compact-sm"
        variant={isPicked ? "filled" : "default"}
        disabled={total === 0}
        onClick={() => setDeciding(true)}
        data-bulk
        title="B"
      >
        {isPicked ? t`Decide about them …` : t`Decide about all ${formatCount(total)} …`}
      </Button>
      {isPicked && (
        <Button size="compact-sm" variant="subtle" onClick={picks.clear}>
          <Trans>Let them go</Trans>
        </Button>
      )}
      {deciding && (
        <BulkDialog
          runId={runId}
          title={title}
          filter={isPicked ? { column: "breakId", in: ids } : view.filter}
          search={isPicked ? undefined : view.search}
          onClose={() => setDeciding(false)}
          onDone={() => {
            setDeciding(false);
            picks.clear();
          }}
        />
      )}
    </Group>
  );
}
