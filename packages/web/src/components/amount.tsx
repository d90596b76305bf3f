import { NO_CURRENCY } from "@recon/api";
import { formatAmount } from "../client/numbers.ts";

/** An amount with its currency, never broken over lines. */
export function Amount({ value, currency }: { readonly value: string | null; readonly currency?: string | null }) {
  return (
    <span className="figure" style={{ whiteSpace: "nowrap" }}>
      {formatAmount(value)}
      {currency !== undefined && currency !== null && currency !== NO_CURRENCY && value !== null && ` ${currency}`}
    </span>
  );
}
