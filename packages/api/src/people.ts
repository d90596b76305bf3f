import { z } from "zod";
import { ProjectId, UserId } from "./ids.ts";
import { Instant, Version } from "./list.ts";

/** What a person may do everywhere. */
export const Role = z.enum(["admin", "manager", "analyst", "viewer"]).meta({ id: "Role" });
export type Role = z.infer<typeof Role>;

/** What a person may do in a project they are a member of; the lesser of role and membership counts. */
export const MembershipRole = z.enum(["analyst", "viewer"]).meta({ id: "MembershipRole" });
export type MembershipRole = z.infer<typeof MembershipRole>;

export const UserStatus = z.enum(["active", "disabled"]);
export type UserStatus = z.infer<typeof UserStatus>;

/** Stored and compared in lower case. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email({ pattern: z.regexes.unicodeEmail }));
export type Email = z.infer<typeof Email>;

/** What the policy asks beyond length (PASSWORD_WEAK) needs to know whose password it is. */
export const NewPassword = z.string().min(12).max(200).describe("12 to 200 characters.");
export type NewPassword = z.infer<typeof NewPassword>;

export const PersonName = z.string().trim().min(1).max(120);

export const User = z
  .object({
    id: UserId,
    email: z.string(),
    name: z.string(),
    role: Role,
    status: UserStatus,
    mustChangePassword: z.boolean(),
    createdAt: Instant,
    lastLoginAt: Instant.nullable(),
    version: Version,
  })
  .meta({ id: "User" });
export type User = z.infer<typeof User>;

export const Member = z
  .object({
    projectId: ProjectId,
    userId: UserId,
    email: z.string(),
    name: z.string(),
    role: MembershipRole,
    createdAt: Instant,
    version: Version,
  })
  .meta({ id: "Member" });
export type Member = z.infer<typeof Member>;
