import type { Role } from "@recon/api";

/** What each role is for, in a sentence. */
export const roleWords: Readonly<Record<Role, { readonly label: string; readonly means: string }>> = {
  admin: { label: "Administrator", means: "Everything, users and settings included." },
  manager: { label: "Manager", means: "Creates projects and manages every project and its members." },
  analyst: { label: "Analyst", means: "Works in the projects they are a member of, as far as their membership says." },
  viewer: { label: "Viewer", means: "Reads the projects they are a member of, and decides nothing." },
};
