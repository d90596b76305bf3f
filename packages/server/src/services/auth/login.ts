import { Problem, type SignedIn } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { verifyPassword } from "../../security/password-hash.ts";
import { toUser } from "../users/find-user.ts";
import { startSession } from "./start-session.ts";

export async function login(
  context: AppContext,
  credentials: { email: string; password: string; userAgent: string },
): Promise<SignedIn> {
  const row = await context.store
    .selectFrom("users")
    .selectAll()
    .where("email", "=", credentials.email)
    .executeTakeFirst();
  if (row === undefined || !(await verifyPassword(row.password_hash, credentials.password))) {
    throw new Problem("CREDENTIALS_INVALID");
  }
  const { accessToken } = await startSession(context, { userId: row.id, userAgent: credentials.userAgent });
  const user = toUser(row);
  return { accessToken, expiresInS: context.config.jwtExpirationS, mustChangePassword: user.mustChangePassword, user };
}
