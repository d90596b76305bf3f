import type { ReactNode } from "react";
import { IconAlertCircle } from "@tabler/icons-react";
import classes from "./notice.module.css";

/** Something that a person should know or settle before going on; nothing failed. */
export function Notice({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={classes.notice} role="note">
      <IconAlertCircle size={18} className={classes.mark} aria-hidden />
      <div>
        <strong>{title}</strong>
        {children !== undefined && <div className={classes.text}>{children}</div>}
      </div>
    </div>
  );
}
