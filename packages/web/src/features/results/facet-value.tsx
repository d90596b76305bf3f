import { t } from "@lingui/core/macro";
import type { Facet, Filter } from "@recon/api";
import type { z } from "zod";
import { wordOf } from "../../client/api-words.ts";
import { rangeLabel } from "../../components/range-label.ts";
import { PersonName } from "./person-name.tsx";

interface FacetValueProps {
  readonly facet: z.infer<typeof Facet>;
  readonly value: string | null;
  readonly choice: Filter;
}

/** A value of a facet as people read it. */
export function FacetValue({ facet, value, choice }: FacetValueProps) {
  if (facet.kind === "amounts") return rangeLabel(choice);
  if (facet.column === "assigneeId") return value === null ? t`nobody` : <PersonName id={value} />;
  return wordOf(value ?? "none");
}
