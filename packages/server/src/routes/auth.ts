import type { FastifyReply, FastifyRequest } from "fastify";
import {
  changePassword,
  confirmPasswordReset,
  getMe,
  login,
  logout,
  Problem,
  refresh,
  register,
  requestPasswordReset,
  type SignedIn,
  type User,
} from "@recon/api";
import type { AppContext } from "../app-context.ts";
import { checkOrigin } from "../security/check-origin.ts";
import { changePassword as change } from "../services/auth/change-password.ts";
import { confirmReset } from "../services/auth/confirm-reset.ts";
import { endSessions } from "../services/auth/end-sessions.ts";
import { login as signIn } from "../services/auth/login.ts";
import { refresh as exchange } from "../services/auth/refresh.ts";
import { prepareRegistration } from "../services/auth/register.ts";
import { requestReset } from "../services/auth/request-reset.ts";
import type { Tokens } from "../services/auth/start-session.ts";
import { findUser, toUser } from "../services/users/find-user.ts";
import { handle, type Handler } from "./handler.ts";

const cookieName = "recon_refresh";
const cookiePath = "/api/auth";

export const authHandlers: readonly Handler[] = [
  handle(register, async ({ context, body, write }) => write(await prepareRegistration(context, body))),
  handle(login, async ({ context, body, request, reply }) => {
    const userAgent = request.headers["user-agent"] ?? "";
    const { user, tokens } = await counted(context, "login", () =>
      signIn(context, { ...body, address: request.ip, userAgent }),
    );
    return handOut({ context, request, reply }, toUser(user), tokens);
  }),
  handle(refresh, async ({ context, request, reply }) => {
    checkOrigin(context.config, request.headers);
    const token = request.cookies[cookieName];
    if (token === undefined) throw new Problem("REFRESH_INVALID", "There is no refresh cookie; sign in.");
    const { user, tokens } = await counted(context, "refresh", () => exchange(context, token));
    return handOut({ context, request, reply }, user, tokens);
  }),
  handle(logout, async ({ context, actor, write, reply }) => {
    await write((store) =>
      endSessions({ ...context, store }, { userId: actor.userId, only: actor.sessionId, reason: "logout" }),
    );
    void reply.clearCookie(cookieName, { path: cookiePath });
  }),
  handle(changePassword, ({ context, actor, body, request }) =>
    change(context, actor, { ...body, address: request.ip }),
  ),
  handle(requestPasswordReset, async ({ context, body }) => {
    await requestReset(context, body.email);
    return { accepted: true as const };
  }),
  handle(confirmPasswordReset, ({ context, body }) => confirmReset(context, body)),
  handle(getMe, ({ context, actor }) => findUser(context.store, actor.userId)),
];

/** Counts what becomes of attempts to sign in, by the code of the problem. */
async function counted<T>(context: AppContext, event: string, attempt: () => Promise<T>): Promise<T> {
  try {
    const result = await attempt();
    context.metrics.authEvents.inc({ event, outcome: "ok" });
    return result;
  } catch (error) {
    context.metrics.authEvents.inc({ event, outcome: error instanceof Problem ? error.code : "INTERNAL" });
    throw error;
  }
}

interface Exchange {
  readonly context: AppContext;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function handOut({ context, request, reply }: Exchange, user: User, tokens: Tokens): SignedIn {
  const { config } = context;
  void reply.setCookie(cookieName, tokens.refreshToken, {
    path: cookiePath,
    httpOnly: true,
    sameSite: "strict",
    // A Secure cookie would never come back over plain HTTP, which a server in a private network may speak.
    secure: request.protocol === "https" || config.publicUrl?.startsWith("https:") === true,
    expires: tokens.refreshExpiresAt,
  });
  return {
    accessToken: tokens.accessToken,
    expiresInS: config.jwtExpirationS,
    mustChangePassword: user.mustChangePassword,
    user,
  };
}
