import type { PlanFault } from "@recon/api";
import classes from "./plan-editor.module.css";

/** Faults of a part of the plan and of what is in it. */
export const faultsUnder = (faults: readonly PlanFault[], path: string): readonly PlanFault[] =>
  faults.filter(
    (fault) => fault.path === path || fault.path.startsWith(`${path}.`) || fault.path.startsWith(`${path}[`),
  );

/** The faults of a part, beside it. */
export function FaultsAt({ faults, path }: { readonly faults: readonly PlanFault[]; readonly path: string }) {
  const here = faultsUnder(faults, path);
  if (here.length === 0) return null;
  return (
    <ul className={classes.faults} role="alert">
      {here.map(({ path: at, message }) => (
        <li key={`${at} ${message}`}>{message}</li>
      ))}
    </ul>
  );
}
