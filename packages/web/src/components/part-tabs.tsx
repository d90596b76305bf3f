import type { ReactNode } from "react";
import classes from "./part-tabs.module.css";

/** Links to the parts of a screen; the one that is open is marked. */
export function PartTabs({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {children}
    </nav>
  );
}
