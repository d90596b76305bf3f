import type { ProjectId, Source, SourceStatus } from "@recon/api";
import { containsText } from "../../store/contains-text.ts";
import { listFingerprint, type Page, type PageRequest, readPage } from "../../store/page.ts";
import type { Store } from "../../store/tables.ts";
import { toSource } from "./find-source.ts";

const columns = { createdAt: "sources.created_at", name: "sources.name", sizeBytes: "sources.size_bytes" } as const;

export async function listSources(
  store: Store,
  projectId: ProjectId,
  request: PageRequest & { readonly status?: SourceStatus | undefined },
): Promise<Page<Source>> {
  const { sort, search, status } = request;
  const column = columns[sort.replace(/^-/, "") as keyof typeof columns];
  const query = store
    .selectFrom("sources")
    .selectAll()
    .select(["sources.id as sort_id", `${column} as sort_value`])
    .where("project_id", "=", projectId)
    .where("state", "<>", "deleted")
    .$if(status !== undefined, (all) => all.where("state", "=", status!))
    .$if(search !== undefined, (all) => all.where(containsText("sources.name", search!)));
  const page = await readPage(
    query,
    { column, id: "sources.id", descending: sort.startsWith("-"), isNumeric: column === columns.sizeBytes },
    { ...request, fingerprint: listFingerprint("sources", projectId, sort, search, status) },
  );
  return { ...page, items: page.items.map(toSource) };
}
