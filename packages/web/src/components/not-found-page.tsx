import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "./empty-state.tsx";
import { Page } from "./page.tsx";

export function NotFoundPage() {
  return (
    <Page title="Not found">
      <EmptyState title="There is no such page">
        The address may be mistyped, or what it named was deleted.{" "}
        <Anchor renderRoot={(props) => <Link to="/" {...props} />}>Go home</Anchor>
      </EmptyState>
    </Page>
  );
}
