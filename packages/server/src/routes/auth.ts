import { getMe, login } from "@recon/api";
import { login as signIn } from "../services/auth/login.ts";
import { findUser } from "../services/users/find-user.ts";
import { handle, type Handler } from "./handler.ts";

export const authHandlers: readonly Handler[] = [
  handle(login, ({ context, body, request }) =>
    signIn(context, { ...body, userAgent: request.headers["user-agent"] ?? "" }),
  ),
  handle(getMe, ({ context, actor }) => findUser(context.store, actor.userId)),
];
