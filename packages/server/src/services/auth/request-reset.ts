import { createTransport } from "nodemailer";
import type { UserId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { leaveNotification } from "../notifications/leave-notification.ts";
import { issueReset } from "./issue-reset.ts";
import { transact } from "../../events/transact.ts";

const hourMs = 3_600_000;

/** Sends a reset link, or tells the administrators where there is no mail server. Says nothing about whether the address is known. */
export async function requestReset(context: AppContext, email: string): Promise<void> {
  const user = await context.store
    .selectFrom("users")
    .select(["id", "email"])
    .where("email", "=", email)
    .where("status", "=", "active")
    .executeTakeFirst();
  if (user === undefined) return;
  if (context.config.smtpUrl === undefined || context.config.publicUrl === undefined) {
    await tellAdministrators(context, user);
    return;
  }
  const reset = await transact(context, (store) =>
    issueReset({ ...context, store }, { userId: user.id, issuedBy: null, validMs: hourMs }),
  );
  // Not awaited: the time that mail takes would tell known addresses from unknown ones.
  void sendLink(context, { to: user.email, link: reset.link ?? "" }).catch((error: unknown) => {
    context.log.error({ err: error }, "the reset link could not be sent; check SMTP_URL");
  });
}

async function sendLink(context: AppContext, mail: { to: string; link: string }): Promise<void> {
  const transport = createTransport(context.config.smtpUrl);
  const { hostname } = new URL(context.config.publicUrl ?? "http://localhost");
  await transport.sendMail({
    from: `Recon <no-reply@${hostname}>`,
    to: mail.to,
    subject: "Reset your Recon password",
    text: `Somebody, probably you, asked to reset the password of this account.\n\n${mail.link}\n\nThe link works once, for one hour. If it was not you, ignore this message.\n`,
  });
}

async function tellAdministrators(context: AppContext, user: { id: UserId; email: string }): Promise<void> {
  const now = context.clock.now();
  await transact(context, async (store) => {
    const recent = await store
      .selectFrom("notifications")
      .select("id")
      .where("type", "=", "password.reset.requested")
      .where("data", "=", JSON.stringify({ userId: user.id }))
      .where("created_at", ">", new Date(now.getTime() - hourMs).toISOString())
      .executeTakeFirst();
    if (recent !== undefined) return;
    const admins = await store
      .selectFrom("users")
      .select("id")
      .where("role", "=", "admin")
      .where("status", "=", "active")
      .execute();
    const title = `${user.email} asks for a password reset link`;
    for (const admin of admins) {
      await leaveNotification(context, store, {
        userId: admin.id,
        projectId: null,
        type: "password.reset.requested",
        title,
        data: { userId: user.id },
      });
    }
  });
}
