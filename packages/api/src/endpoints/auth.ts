import { z } from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { Email, NewPassword, PersonName, User } from "../people.ts";
import { exampleUser } from "./examples.ts";

const tag = "auth";

/** Access token and who it stands for. The refresh token travels in an HttpOnly cookie. */
export const SignedIn = z
  .object({
    accessToken: z.string(),
    expiresInS: z.int(),
    mustChangePassword: z.boolean(),
    user: User,
  })
  .meta({ id: "SignedIn" });
export type SignedIn = z.infer<typeof SignedIn>;

const exampleSignedIn = {
  accessToken: "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
  expiresInS: 900,
  mustChangePassword: false,
  user: exampleUser,
};

export const register = defineEndpoint({
  id: "register",
  method: "POST",
  path: "/api/auth/register",
  tag,
  summary: "Register, where an administrator has opened registration",
  description: "A new person is an analyst without memberships and sees nothing until somebody adds them to a project.",
  access: "public",
  budget: "credentials",
  body: z.strictObject({ email: Email, name: PersonName, password: NewPassword }),
  status: 201,
  response: User,
  creates: true,
  errors: ["REGISTRATION_CLOSED", "PASSWORD_WEAK", "NAME_TAKEN"],
  example: {
    body: { email: "ada@example.com", name: "Ada Lovelace", password: "correct horse battery" },
    response: exampleUser,
  },
});

export const login = defineEndpoint({
  id: "login",
  method: "POST",
  path: "/api/auth/login",
  tag,
  summary: "Sign in",
  description: "Answers with an access token and sets the refresh token as an HttpOnly, SameSite=Strict cookie.",
  access: "public",
  budget: "credentials",
  body: z.strictObject({ email: Email, password: z.string().min(1).max(1000) }),
  status: 200,
  response: SignedIn,
  errors: ["CREDENTIALS_INVALID", "LOCKED_OUT", "USER_DISABLED"],
  example: { body: { email: "ada@example.com", password: "correct horse battery" }, response: exampleSignedIn },
});

export const refresh = defineEndpoint({
  id: "refresh",
  method: "POST",
  path: "/api/auth/refresh",
  tag,
  summary: "Exchange the refresh cookie for a new access token",
  description:
    "Each refresh token works once. Used again within 10 s (two tabs) it still answers; used later, the whole session ends.",
  access: "public",
  status: 200,
  response: SignedIn,
  errors: ["REFRESH_INVALID", "REFRESH_REUSED", "USER_DISABLED", "ORIGIN_FORBIDDEN"],
  example: { response: exampleSignedIn },
});

export const logout = defineEndpoint({
  id: "logout",
  method: "POST",
  path: "/api/auth/logout",
  tag,
  summary: "End this session",
  access: "user",
  beforePasswordChange: true,
  status: 204,
});

export const changePassword = defineEndpoint({
  id: "changePassword",
  method: "POST",
  path: "/api/auth/password/change",
  tag,
  summary: "Change the own password; all other sessions end",
  access: "user",
  beforePasswordChange: true,
  body: z.strictObject({ currentPassword: z.string().min(1).max(1000), newPassword: NewPassword }),
  status: 204,
  errors: ["CREDENTIALS_INVALID", "LOCKED_OUT", "PASSWORD_WEAK"],
  example: { body: { currentPassword: "correct horse battery", newPassword: "a longer horse battery" } },
});

export const requestPasswordReset = defineEndpoint({
  id: "requestPasswordReset",
  method: "POST",
  path: "/api/auth/password/reset",
  tag,
  summary: "Ask for a password reset link",
  description:
    "The answer is the same whether or not the address is known. With a mail server the link is sent; without one administrators are notified and issue it.",
  access: "public",
  budget: "credentials",
  body: z.strictObject({ email: Email }),
  status: 202,
  response: z.object({ accepted: z.literal(true) }),
  example: { body: { email: "ada@example.com" }, response: { accepted: true } },
});

export const confirmPasswordReset = defineEndpoint({
  id: "confirmPasswordReset",
  method: "POST",
  path: "/api/auth/password/reset/confirm",
  tag,
  summary: "Set a new password with the token of a reset link",
  access: "public",
  budget: "credentials",
  body: z.strictObject({ token: z.string().min(1).max(200), newPassword: NewPassword }),
  status: 204,
  errors: ["TOKEN_INVALID", "PASSWORD_WEAK"],
  example: {
    body: { token: "Zp3vYw0m6kQ5cQ8m0o1lGg5yP0m2cQ8m0o1lGg5yP0k", newPassword: "a longer horse battery" },
  },
});

export const getMe = defineEndpoint({
  id: "getMe",
  method: "GET",
  path: "/api/auth/me",
  tag,
  summary: "Who is signed in",
  access: "user",
  beforePasswordChange: true,
  status: 200,
  response: User,
  example: { response: exampleUser },
});

export const authEndpoints = [
  register,
  login,
  refresh,
  logout,
  changePassword,
  requestPasswordReset,
  confirmPasswordReset,
  getMe,
];
