import type { Access, MembershipRole, Role } from "@recon/api";

export type ProjectAccess = Extract<Access, `project:${string}`>;

const everywhere: readonly ProjectAccess[] = ["project:read", "project:work", "project:manage"];

/** What each role may do; the only place that says so. */
export const accessOfRole: Record<Role, ReadonlySet<Access>> = {
  admin: new Set<Access>(["user", "projects:create", ...everywhere, "users:manage", "system:manage"]),
  manager: new Set<Access>(["user", "projects:create", ...everywhere, "users:manage"]),
  analyst: new Set<Access>(["user"]),
  viewer: new Set<Access>(["user"]),
};

const accessOfMembership: Record<MembershipRole, readonly ProjectAccess[]> = {
  analyst: ["project:read", "project:work"],
  viewer: ["project:read"],
};

/** What a person may do in one project: by their role, or by the lesser of role and membership. */
export function projectAccess(role: Role, membership: MembershipRole | undefined): readonly ProjectAccess[] {
  const byRole = everywhere.filter((access) => accessOfRole[role].has(access));
  if (byRole.length > 0 || membership === undefined) return byRole;
  return accessOfMembership[role === "viewer" ? "viewer" : membership];
}

/** The table as data, for people and programs. */
export function listAccess(): {
  roles: { role: Role; access: Access[] }[];
  memberships: { role: MembershipRole; access: Access[] }[];
} {
  return {
    roles: Object.entries(accessOfRole).map(([role, access]) => ({ role: role as Role, access: [...access] })),
    memberships: Object.entries(accessOfMembership).map(([role, access]) => ({
      role: role as MembershipRole,
      access: [...access],
    })),
  };
}
