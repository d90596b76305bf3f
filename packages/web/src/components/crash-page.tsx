import { Button, Stack } from "@mantine/core";
import { Trouble } from "./trouble.tsx";

/** The last resort of a screen that failed. */
export function CrashPage({ error }: { readonly error: unknown }) {
  return (
    <Stack p="xl" maw={640} mx="auto">
      <Trouble error={error} />
      <Button variant="default" onClick={() => location.reload()}>
        Load the page again
      </Button>
    </Stack>
  );
}
