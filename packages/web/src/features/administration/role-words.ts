import { t } from "@lingui/core/macro";
import type { Role } from "@recon/api";

/** What each role is for, in a sentence. */
export const roleWords: Readonly<Record<Role, { readonly label: string; readonly means: string }>> = {
  admin: { label: t`Administrator`, means: t`Everything, users and settings included.` },
  manager: { label: t`Manager`, means: t`Creates projects and manages every project and its members.` },
  analyst: {
    label: t`Analyst`,
    means: t`Works in the projects they are a member of, as far as their membership says.`,
  },
  viewer: { label: t`Viewer`, means: t`Reads the projects they are a member of, and decides nothing.` },
};
