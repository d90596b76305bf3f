import type { Role, User, UserStatus } from "@recon/api";
import { containsText } from "../../store/contains-text.ts";
import { listFingerprint, readPage, type Page, type PageRequest } from "../../store/page.ts";
import type { Store } from "../../store/tables.ts";
import { toUser } from "./find-user.ts";

export interface UserQuery extends PageRequest {
  readonly role?: Role | undefined;
  readonly status?: UserStatus | undefined;
}

const columns = { name: "users.name_key", email: "users.email", createdAt: "users.created_at" } as const;

export async function listUsers(store: Store, request: UserQuery): Promise<Page<User>> {
  const { role, status, search } = request;
  const column = columns[request.sort.replace(/^-/, "") as keyof typeof columns];
  const query = store
    .selectFrom("users")
    .selectAll()
    .select(["users.id as sort_id", `${column} as sort_value`])
    .$if(role !== undefined, (all) => all.where("role", "=", role as Role))
    .$if(status !== undefined, (all) => all.where("status", "=", status as UserStatus))
    .$if(search !== undefined, (all) =>
      all.where((builder) =>
        builder.or([containsText("users.email", search ?? ""), containsText("users.name_key", search ?? "")]),
      ),
    );
  const page = await readPage(
    query,
    { column, id: "users.id", descending: request.sort.startsWith("-") },
    { ...request, fingerprint: listFingerprint("users", request.sort, role, status, search) },
  );
  return { ...page, items: page.items.map(toUser) };
}
