import { Trans } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { listBreaks, type RunId } from "@recon/api";
import { formatCount } from "../../client/numbers.ts";
import { useSession } from "../../client/session.ts";
import { useCall } from "../../client/use-call.ts";

/** How many open breaks of a run are assigned to the person, and the way to them; nothing where there is none. */
export function Mine({ runId }: { readonly runId: RunId }) {
  const session = useSession();
  const me = session.kind === "signedIn" ? session.user.id : undefined;
  const filter = {
    all: [
      { column: "status", in: ["open"] },
      { column: "assigneeId", in: [me ?? ""] },
    ],
  };
  const query = { filter: JSON.stringify(filter), limit: 1 };
  const { data } = useCall(listBreaks, { params: { runId }, query }, { enabled: me !== undefined });
  if (data === undefined || data.total === 0) return null;
  return (
    <Anchor
      size="sm"
      fw={600}
      renderRoot={(props) => (
        <Link
          to="/runs/$runId/explore"
          params={{ runId }}
          search={{ list: "breaks", filter, sort: "-amount" }}
          {...props}
        />
      )}
    >
      <Trans>{formatCount(data.total)} assigned to you</Trans>
    </Anchor>
  );
}
