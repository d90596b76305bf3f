import { t } from "@lingui/core/macro";
import type { Filter } from "@recon/api";
import { formatBound } from "../client/numbers.ts";

/** "1,000 – 9,999.99": a class of a facet in words, from the condition that chooses it; of amounts the positive half. */
export function rangeLabel(choice: Filter, unit = ""): string {
  const one = "any" in choice ? choice.any[0] : choice;
  if (one === undefined || !("column" in one)) return t`none`;
  if ("in" in one) return String(one.in[0] ?? t`none`);
  const [from, to] = ["from" in one ? bound(one.from) : "", "to" in one ? bound(one.to) : ""];
  const range = from === "" ? t`up to ${to}` : to === "" ? t`${from} and more` : `${from} – ${to}`;
  return `${range}${unit}`;
}

function bound(value: string | number | undefined): string {
  if (value === undefined) return "";
  return formatBound(value);
}
