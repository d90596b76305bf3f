import type { ReactNode } from "react";
import { Stack, Text, Title } from "@mantine/core";

/** Nothing is here yet: says what will be, and how it gets here. */
export function EmptyState({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Stack align="flex-start" gap="sm" py="lg" maw={560}>
      <Title order={3}>{title}</Title>
      <Text c="dimmed" component="div">
        {children}
      </Text>
    </Stack>
  );
}
