import { useParams } from "@tanstack/react-router";
import type { RunId } from "@recon/api";
import { usePeople } from "./use-people.ts";

/** Who a break is assigned to, by name. */
export function PersonName({ id }: { readonly id: string }) {
  const { runId } = useParams({ from: "/inside/runs/$runId" }) as { runId: RunId };
  return usePeople(runId).nameOf(id);
}
