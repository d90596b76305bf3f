import {
  endSession,
  getProfile,
  getSettings,
  listNotifications,
  listSessions,
  Problem,
  readAllNotifications,
  readNotification,
  updateProfile,
  updateSettings,
} from "@recon/api";
import { endSessions } from "../services/auth/end-sessions.ts";
import {
  listNotifications as list,
  markRead,
  readNotification as read,
} from "../services/notifications/notifications.ts";
import { findProfile, listSessions as sessionsOf, updateProfile as update } from "../services/profile/profile.ts";
import { readSettings } from "../services/settings/read-settings.ts";
import { updateSettings as change } from "../services/settings/update-settings.ts";
import { handle, type Handler } from "./handler.ts";

export const accountHandlers: readonly Handler[] = [
  handle(getProfile, ({ context, actor }) => findProfile(context.store, actor.userId)),
  handle(updateProfile, ({ context, actor, body, expectedVersion, write }) =>
    write((store) => update({ ...context, store }, actor, { ...body, expectedVersion })),
  ),
  handle(listSessions, async ({ context, actor }) => ({ items: await sessionsOf(context, actor) })),
  handle(endSession, async ({ context, actor, params, write }) => {
    const ended = await write((store) =>
      endSessions({ ...context, store }, { userId: actor.userId, only: params.sessionId, reason: "logout" }),
    );
    if (ended === 0) throw new Problem("NOT_FOUND");
  }),
  handle(listNotifications, ({ context, actor, query }) => list(context.store, actor, query)),
  handle(readNotification, ({ context, actor, params, write }) =>
    write((store) => read({ ...context, store }, actor, params.notificationId)),
  ),
  handle(readAllNotifications, ({ context, actor }) => markRead(context, actor)),
  handle(getSettings, ({ context }) => readSettings(context.store)),
  handle(updateSettings, ({ context, actor, body, expectedVersion, write }) =>
    write((store) => change({ ...context, store }, actor, { change: body, expectedVersion })),
  ),
];
