import { accountHandlers } from "./account.ts";
import { authHandlers } from "./auth.ts";
import type { Handler } from "./handler.ts";
import { healthHandlers } from "./health.ts";
import { liveHandlers } from "./live.ts";
import { projectHandlers } from "./projects.ts";
import { reconciliationHandlers } from "./reconciliations.ts";
import { resultHandlers } from "./results.ts";
import { reviewHandlers } from "./review.ts";
import { runHandlers } from "./runs.ts";
import { sourceHandlers } from "./sources.ts";
import { uploadHandlers } from "./uploads.ts";
import { memberHandlers } from "./members.ts";
import { systemHandlers } from "./system.ts";
import { userHandlers } from "./users.ts";

/** Every handler, one group of the catalogue a line. */
export const handlers: readonly Handler[] = [
  ...authHandlers,
  ...healthHandlers,
  ...projectHandlers,
  ...sourceHandlers,
  ...uploadHandlers,
  ...reconciliationHandlers,
  ...runHandlers,
  ...resultHandlers,
  ...reviewHandlers,
  ...liveHandlers,
  ...userHandlers,
  ...systemHandlers,
  ...memberHandlers,
  ...accountHandlers,
];
