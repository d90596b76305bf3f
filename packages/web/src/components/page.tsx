import { t } from "@lingui/core/macro";
import { useEffect, type ReactNode } from "react";
import { Anchor, Breadcrumbs, Group, Title } from "@mantine/core";
import { Link, type LinkProps } from "@tanstack/react-router";
import classes from "./page.module.css";

interface PageProps {
  readonly title: string;
  readonly trail?: readonly { readonly label: string; readonly link: LinkProps }[];
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A screen: where it is, what it is called, what can be done. */
export function Page({ title, trail = [], beside, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Recon`;
  }, [title]);
  return (
    <div className={classes.page}>
      {trail.length > 0 && (
        <Breadcrumbs mb="xs" separatorMargin="xs" aria-label={t`Trail`}>
          {trail.map(({ label, link }) => (
            <Anchor key={label} size="sm" renderRoot={(props) => <Link {...link} {...props} />}>
              {label}
            </Anchor>
          ))}
        </Breadcrumbs>
      )}
      <Group justify="space-between" align="flex-start" mb="lg" gap="sm">
        <Group gap="md">
          <Title order={1}>{title}</Title>
          {beside}
        </Group>
        <Group gap="sm">{actions}</Group>
      </Group>
      {children}
    </div>
  );
}
