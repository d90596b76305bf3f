import { z } from "zod";
import { accesses, defineEndpoint } from "../endpoint.ts";
import { UserId } from "../ids.ts";
import { Instant, listOf, listQuery } from "../list.ts";
import { Email, MembershipRole, NewPassword, PersonName, Role, User, UserStatus } from "../people.ts";
import { exampleUser } from "./examples.ts";

const tag = "users";
const params = z.object({ userId: UserId });

export const listUsers = defineEndpoint({
  id: "listUsers",
  method: "GET",
  path: "/api/users",
  tag,
  summary: "Users",
  access: "users:manage",
  query: listQuery(["name", "email", "createdAt"]).extend({
    role: Role.optional(),
    status: UserStatus.optional(),
  }),
  status: 200,
  response: listOf(User),
  errors: ["CURSOR_INVALID"],
  example: { query: { search: "ada" }, response: { items: [exampleUser], nextCursor: null, total: 1 } },
});

export const createUser = defineEndpoint({
  id: "createUser",
  method: "POST",
  path: "/api/users",
  tag,
  summary: "Create a user",
  description:
    "The person changes the given password at their first sign-in. Without a password they need a reset link (`issuePasswordReset`). Only administrators create administrators.",
  access: "users:manage",
  body: z.strictObject({ email: Email, name: PersonName, role: Role, password: NewPassword.optional() }),
  status: 201,
  response: User,
  creates: true,
  errors: ["NAME_TAKEN", "PASSWORD_WEAK"],
  example: { body: { email: "ada@example.com", name: "Ada Lovelace", role: "analyst" }, response: exampleUser },
});

export const getUser = defineEndpoint({
  id: "getUser",
  method: "GET",
  path: "/api/users/{userId}",
  tag,
  summary: "One user",
  access: "users:manage",
  params,
  status: 200,
  response: User,
  example: { response: exampleUser },
});

export const updateUser = defineEndpoint({
  id: "updateUser",
  method: "PATCH",
  path: "/api/users/{userId}",
  tag,
  summary: "Rename a user, change their role, disable or enable them",
  description: "A disabled person is refused at their next request. Only administrators change administrators.",
  access: "users:manage",
  params,
  body: z.strictObject({ name: PersonName, role: Role, status: UserStatus }).partial(),
  status: 200,
  response: User,
  edits: true,
  errors: ["LAST_ADMINISTRATOR"],
  example: { body: { status: "disabled" }, response: { ...exampleUser, status: "disabled", version: 2 } },
});

export const issuePasswordReset = defineEndpoint({
  id: "issuePasswordReset",
  method: "POST",
  path: "/api/users/{userId}/password-reset",
  tag,
  summary: "Issue a password reset link",
  description: "The token is shown once and works once, for 24 hours. Links issued earlier stop working.",
  access: "users:manage",
  params,
  status: 201,
  response: z.object({
    token: z.string(),
    link: z.string().nullable().describe("null when the server does not know its public address."),
    expiresAt: Instant,
  }),
  example: {
    response: {
      token: "Zp3vYw0m6kQ5cQ8m0o1lGg5yP0m2cQ8m0o1lGg5yP0k",
      link: "https://recon.example.com/reset#Zp3vYw0m6kQ5cQ8m0o1lGg5yP0m2cQ8m0o1lGg5yP0k",
      expiresAt: "2026-11-26T08:00:00.000Z",
    },
  },
});

export const listRoles = defineEndpoint({
  id: "listRoles",
  method: "GET",
  path: "/api/roles",
  tag,
  summary: "Roles and what they may do",
  access: "user",
  status: 200,
  response: z.object({
    roles: z.array(z.object({ role: Role, access: z.array(z.enum(accesses)) })),
    memberships: z.array(z.object({ role: MembershipRole, access: z.array(z.enum(accesses)) })),
  }),
  example: {
    response: {
      roles: [{ role: "viewer", access: ["user"] }],
      memberships: [{ role: "viewer", access: ["project:read"] }],
    },
  },
});

export const userEndpoints = [listUsers, createUser, getUser, updateUser, issuePasswordReset, listRoles];
