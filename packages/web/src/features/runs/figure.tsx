import type { ReactNode } from "react";
import classes from "./figure.module.css";

interface FigureProps {
  readonly label: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** One number that matters. */
export function Figure({ label, note, children }: FigureProps) {
  const notes = Array.isArray(note) ? (note as readonly ReactNode[]) : [note];
  return (
    <div className={classes.figure}>
      <div className={classes.label}>{label}</div>
      <div className={classes.value}>{children}</div>
      {notes.map((one, at) => (
        <div key={at} className={classes.label}>
          {one}
        </div>
      ))}
    </div>
  );
}
