import { Anchor, Group } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Run } from "@recon/api";
import { formatAgo, formatInstant } from "../../client/numbers.ts";
import { Tag } from "../../components/tag.tsx";

/** How the newest run of a project stands, and the way to it. */
export function LastRun({ run }: { readonly run: Run | undefined }) {
  if (run === undefined) return "–";
  const { id, status, isClean, createdAt } = run;
  const hasBreaks = status === "completed" && isClean === false;
  return (
    <Group gap="xs" wrap="nowrap">
      {hasBreaks ? <Tag word="with breaks" /> : <Tag word={status} />}
      <Anchor
        size="sm"
        title={formatInstant(createdAt)}
        renderRoot={(props) => <Link to="/runs/$runId" params={{ runId: id }} {...props} />}
      >
        {formatAgo(createdAt)}
      </Anchor>
    </Group>
  );
}
