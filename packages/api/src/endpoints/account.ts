import { z } from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { NotificationId, ProjectId, SessionId } from "../ids.ts";
import { Instant, listOf, listQuery, Version } from "../list.ts";
import { PersonName, User } from "../people.ts";
import { exampleUser } from "./examples.ts";

/** What a person sets for themselves; the web application gives it meaning. */
export const Preferences = z
  .strictObject({
    locale: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/),
    timeZone: z.string().min(1).max(64),
    theme: z.enum(["light", "dark", "auto"]),
    notifyRuns: z
      .enum(["mine", "projects", "none"])
      .describe("Runs whose end is notified: own ones (default), those of all own projects, or none."),
    notifyAssigned: z.boolean().describe("Whether work that others assign to one is notified; default true."),
  })
  .partial()
  .meta({ id: "Preferences" });
export type Preferences = z.infer<typeof Preferences>;

export const Profile = User.extend({ preferences: Preferences }).meta({ id: "Profile" });
export type Profile = z.infer<typeof Profile>;

export const Session = z
  .object({
    id: SessionId,
    createdAt: Instant,
    expiresAt: Instant,
    userAgent: z.string(),
    current: z.boolean(),
  })
  .meta({ id: "Session" });
export type Session = z.infer<typeof Session>;

export const Notification = z
  .object({
    id: NotificationId,
    projectId: ProjectId.nullable(),
    type: z.string().describe("`run.ended`, `review.assigned` or `password.reset.requested`; more may follow."),
    title: z.string(),
    data: z.record(z.string(), z.unknown()).describe("Ids of what it is about."),
    createdAt: Instant,
    readAt: Instant.nullable(),
  })
  .meta({ id: "Notification" });
export type Notification = z.infer<typeof Notification>;

const exampleProfile = { ...exampleUser, preferences: { theme: "dark", timeZone: "Europe/Berlin" } };
const exampleNotification = {
  id: "0197a3c2-7777-7d35-9a01-6c1f0e5b2d11",
  projectId: null,
  type: "run.ended",
  title: "Bank and ledger: 3 breaks",
  data: { runId: "0197a3c2-8888-7d35-9a01-6c1f0e5b2d11" },
  createdAt: "2026-11-25T08:00:00.000Z",
  readAt: null,
};

export const getProfile = defineEndpoint({
  id: "getProfile",
  method: "GET",
  path: "/api/profile",
  tag: "profile",
  summary: "The own profile",
  access: "user",
  status: 200,
  response: Profile,
  example: { response: exampleProfile },
});

export const updateProfile = defineEndpoint({
  id: "updateProfile",
  method: "PATCH",
  path: "/api/profile",
  tag: "profile",
  summary: "Change the own name or preferences",
  access: "user",
  body: z.strictObject({ name: PersonName, preferences: Preferences }).partial(),
  status: 200,
  response: Profile,
  edits: true,
  example: { body: { preferences: { theme: "dark" } }, response: { ...exampleProfile, version: 2 } },
});

export const listSessions = defineEndpoint({
  id: "listSessions",
  method: "GET",
  path: "/api/profile/sessions",
  tag: "profile",
  summary: "Where the caller is signed in",
  access: "user",
  status: 200,
  response: z.object({ items: z.array(Session) }),
  example: {
    response: {
      items: [
        {
          id: "0197a3c2-9999-7d35-9a01-6c1f0e5b2d11",
          createdAt: "2026-11-25T08:00:00.000Z",
          expiresAt: "2026-12-25T08:00:00.000Z",
          userAgent: "Firefox",
          current: true,
        },
      ],
    },
  },
});

export const endSession = defineEndpoint({
  id: "endSession",
  method: "DELETE",
  path: "/api/profile/sessions/{sessionId}",
  tag: "profile",
  summary: "End one of the own sessions",
  access: "user",
  params: z.object({ sessionId: SessionId }),
  status: 204,
});

export const listNotifications = defineEndpoint({
  id: "listNotifications",
  method: "GET",
  path: "/api/notifications",
  tag: "notifications",
  summary: "The own notifications",
  access: "user",
  query: listQuery(["-createdAt", "createdAt"])
    .omit({ search: true })
    .extend({
      unread: z
        .stringbool({ truthy: ["true"], falsy: ["false"] })
        .optional()
        .describe("Only unread ones."),
    }),
  status: 200,
  response: listOf(Notification).extend({ unread: z.int().min(0) }),
  errors: ["CURSOR_INVALID"],
  example: {
    query: { unread: "true" },
    response: { items: [exampleNotification], nextCursor: null, total: 1, unread: 1 },
  },
});

export const readNotification = defineEndpoint({
  id: "readNotification",
  method: "POST",
  path: "/api/notifications/{notificationId}/read",
  tag: "notifications",
  summary: "Mark a notification as read",
  access: "user",
  params: z.object({ notificationId: NotificationId }),
  status: 200,
  response: Notification,
  example: { response: { ...exampleNotification, readAt: "2026-11-25T08:01:00.000Z" } },
});

export const readAllNotifications = defineEndpoint({
  id: "readAllNotifications",
  method: "POST",
  path: "/api/notifications/read",
  tag: "notifications",
  summary: "Mark all own notifications as read",
  access: "user",
  status: 204,
});

export const Settings = z
  .object({
    registration: z.enum(["closed", "open"]).describe("Whether people may register themselves."),
    resultRetentionDays: z
      .int()
      .min(1)
      .max(36_500)
      .nullable()
      .describe("Age at which result sets are deleted; null: RESULT_RETENTION_DAYS decides."),
    storageQuotaBytes: z
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .nullable()
      .describe("Disk that sources and result sets may take; null: STORAGE_QUOTA_BYTES decides."),
    version: Version,
  })
  .meta({ id: "Settings" });
export type Settings = z.infer<typeof Settings>;

const exampleSettings = { registration: "closed", resultRetentionDays: null, storageQuotaBytes: null, version: 1 };

export const getSettings = defineEndpoint({
  id: "getSettings",
  method: "GET",
  path: "/api/settings",
  tag: "settings",
  summary: "Settings of the server",
  access: "user",
  status: 200,
  response: Settings,
  example: { response: exampleSettings },
});

export const updateSettings = defineEndpoint({
  id: "updateSettings",
  method: "PATCH",
  path: "/api/settings",
  tag: "settings",
  summary: "Change settings of the server",
  access: "system:manage",
  body: z.strictObject(Settings.omit({ version: true }).shape).partial(),
  status: 200,
  response: Settings,
  edits: true,
  example: { body: { registration: "open" }, response: { ...exampleSettings, registration: "open", version: 2 } },
});

export const accountEndpoints = [
  getProfile,
  updateProfile,
  listSessions,
  endSession,
  listNotifications,
  readNotification,
  readAllNotifications,
  getSettings,
  updateSettings,
];
