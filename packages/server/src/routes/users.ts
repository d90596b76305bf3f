import { createUser, getUser, issuePasswordReset, listRoles, listUsers, updateUser } from "@recon/api";
import { listAccess } from "../security/access-table.ts";
import { forgiveAttempts } from "../security/charge-attempt.ts";
import { issueReset } from "../services/auth/issue-reset.ts";
import { prepareUser, requireAdminFor } from "../services/users/create-user.ts";
import { findUser } from "../services/users/find-user.ts";
import { listUsers as list } from "../services/users/list-users.ts";
import { updateUser as update } from "../services/users/update-user.ts";
import { handle, type Handler } from "./handler.ts";

const dayMs = 86_400_000;

export const userHandlers: readonly Handler[] = [
  handle(listUsers, ({ context, query }) => list(context.store, query)),
  handle(createUser, async ({ context, actor, body, write }) => write(await prepareUser(context, actor, body))),
  handle(getUser, ({ context, params }) => findUser(context.store, params.userId)),
  handle(updateUser, ({ context, actor, params, body, expectedVersion, write }) =>
    write((store) => update({ ...context, store }, actor, { ...params, ...body, expectedVersion })),
  ),
  handle(issuePasswordReset, ({ context, actor, params, write }) =>
    write(async (store) => {
      const user = await findUser(store, params.userId);
      requireAdminFor(actor, user.role);
      await forgiveAttempts(store, user.email);
      return issueReset({ ...context, store }, { userId: user.id, issuedBy: actor.userId, validMs: dayMs });
    }),
  ),
  handle(listRoles, async () => listAccess()),
];
