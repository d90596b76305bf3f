import { Trans } from "@lingui/react/macro";
import { Button, Stack } from "@mantine/core";
import { Trouble } from "./trouble.tsx";

/** The last resort of a screen that failed. */
export function CrashPage({ error }: { readonly error: unknown }) {
  return (
    <Stack p="xl" maw={640} mx="auto">
      <Trouble error={error} />
      <Button variant="default" onClick={() => location.reload()}>
        <Trans>Load the page again</Trans>
      </Button>
    </Stack>
  );
}
