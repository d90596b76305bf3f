import { useEffect, type ReactNode } from "react";
import { Group, Title } from "@mantine/core";
import classes from "./door-frame.module.css";

/** The frame of what stands in front of the application. */
export function DoorFrame({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Recon`;
  }, [title]);
  return (
    <main className={classes.frame}>
      <div className={classes.card}>
        <Group gap="sm" mb="lg">
          <img src="/recon.svg" alt="" width={32} height={32} />
          <Title order={1}>{title}</Title>
        </Group>
        {children}
      </div>
    </main>
  );
}
