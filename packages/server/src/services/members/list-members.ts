import type { Member, ProjectId } from "@recon/api";
import { containsText } from "../../store/contains-text.ts";
import { listFingerprint, readPage, type Page, type PageRequest } from "../../store/page.ts";
import type { Store } from "../../store/tables.ts";
import { selectMembers } from "./find-member.ts";

export async function listMembers(store: Store, projectId: ProjectId, request: PageRequest): Promise<Page<Member>> {
  const column = request.sort.endsWith("createdAt") ? "memberships.created_at" : "users.name_key";
  const { search } = request;
  const query = selectMembers(store, projectId)
    .select(["memberships.user_id as sort_id", `${column} as sort_value`])
    .$if(search !== undefined, (all) => all.where(containsText("users.name_key", search ?? "")));
  return readPage(
    query,
    { column, id: "memberships.user_id", descending: request.sort.startsWith("-") },
    { ...request, fingerprint: listFingerprint("members", projectId, request.sort, search) },
  );
}
