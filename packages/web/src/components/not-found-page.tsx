import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "./empty-state.tsx";
import { Page } from "./page.tsx";

export function NotFoundPage() {
  return (
    <Page title={t`Not found`}>
      <EmptyState title={t`There is no such page`}>
        <Trans>
          The address may be mistyped, or what it named was deleted.{" "}
          <Anchor renderRoot={(props) => <Link to="/" {...props} />}>Go home</Anchor>
        </Trans>
      </EmptyState>
    </Page>
  );
}
