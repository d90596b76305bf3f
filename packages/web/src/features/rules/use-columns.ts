import { getSourceProfile, type SourceId, type SourceColumn } from "@recon/api";
import { useCall } from "../../client/use-call.ts";

/** The columns of a side's first file; none while it is not known. */
export function useColumns(sourceId: SourceId | undefined): readonly SourceColumn[] {
  const profile = useCall(
    getSourceProfile,
    { params: { sourceId: sourceId ?? ("" as SourceId) } },
    { enabled: sourceId !== undefined },
  );
  return profile.data?.columns ?? [];
}
