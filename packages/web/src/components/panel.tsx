import type { ReactNode } from "react";
import { Group, Text, Title } from "@mantine/core";
import classes from "./panel.module.css";

interface PanelProps {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of a screen. */
export function Panel({ title, hint, actions, children }: PanelProps) {
  return (
    <section className={classes.panel} aria-label={title}>
      <Group justify="space-between" align="flex-start" mb="md" gap="sm">
        <div>
          <Title order={2}>{title}</Title>
          {hint !== undefined && (
            <Text size="sm" c="dimmed">
              {hint}
            </Text>
          )}
        </div>
        {actions}
      </Group>
      {children}
    </section>
  );
}
