import type { ReactNode } from "react";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Filter, ResultList, RunId } from "@recon/api";

interface DrillProps {
  readonly runId: RunId;
  readonly list?: ResultList;
  readonly filter?: Filter;
  readonly label?: string;
  readonly children: ReactNode;
}

/** A figure that opens the rows behind it. */
export function Drill({ runId, list = "rows", filter, label, children }: DrillProps) {
  const search = { list, ...(filter === undefined ? {} : { filter: filter as Record<string, unknown> }) };
  return (
    <Anchor
      c="inherit"
      inherit
      {...(label === undefined ? {} : { "aria-label": label })}
      renderRoot={(props) => <Link to="/runs/$runId/explore" params={{ runId }} search={search} {...props} />}
    >
      {children}
    </Anchor>
  );
}
