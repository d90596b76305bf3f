import type { Handler } from "./handler.ts";
import { authHandlers } from "./auth.ts";
import { healthHandlers } from "./health.ts";
import { projectHandlers } from "./projects.ts";

/** Every handler, one group of the catalogue a line. */
export const handlers: readonly Handler[] = [...authHandlers, ...healthHandlers, ...projectHandlers];
