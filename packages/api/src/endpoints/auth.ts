import { z } from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { Email, User } from "../people.ts";

const tag = "auth";
export const exampleUser = {
  id: "0197a3c2-0000-7d35-9a01-6c1f0e5b2d11",
  email: "ada@example.com",
  name: "Ada Lovelace",
  role: "analyst",
  status: "active",
  mustChangePassword: false,
  createdAt: "2026-11-25T08:00:00.000Z",
  lastLoginAt: null,
  version: 1,
};

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
  example: {
    body: { email: "ada@example.com", password: "correct horse battery staple" },
    response: {
      accessToken: "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
      expiresInS: 900,
      mustChangePassword: false,
      user: exampleUser,
    },
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

export const authEndpoints = [login, getMe];
