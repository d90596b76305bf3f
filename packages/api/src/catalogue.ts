import type { Endpoint } from "./endpoint.ts";
import { accountEndpoints } from "./endpoints/account.ts";
import { authEndpoints } from "./endpoints/auth.ts";
import { healthEndpoints } from "./endpoints/health.ts";
import { liveEndpoints } from "./endpoints/live.ts";
import { projectEndpoints } from "./endpoints/projects.ts";
import { reconciliationEndpoints } from "./endpoints/reconciliations.ts";
import { reviewEndpoints } from "./endpoints/review.ts";
import { runEndpoints } from "./endpoints/runs.ts";
import { sourceEndpoints } from "./endpoints/sources.ts";
import { uploadEndpoints } from "./endpoints/uploads.ts";
import { memberEndpoints } from "./endpoints/members.ts";
import { systemEndpoints } from "./endpoints/system.ts";
import { userEndpoints } from "./endpoints/users.ts";
import { resultEndpoints } from "./endpoints/results.ts";

/** Every call of the API. The server refuses to start while one of them lacks a handler. */
export const catalogue: readonly Endpoint[] = [
  ...authEndpoints,
  ...healthEndpoints,
  ...projectEndpoints,
  ...sourceEndpoints,
  ...uploadEndpoints,
  ...reconciliationEndpoints,
  ...runEndpoints,
  ...liveEndpoints,
  ...userEndpoints,
  ...systemEndpoints,
  ...memberEndpoints,
  ...accountEndpoints,
  ...resultEndpoints,
  ...reviewEndpoints,
];
